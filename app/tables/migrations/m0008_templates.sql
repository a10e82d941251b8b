CREATE TABLE mail_text (
    id {serial},
    kind VARCHAR(20) NOT NULL,
    language VARCHAR(8) NOT NULL,
    version INTEGER NOT NULL,
    standard BOOLEAN NOT NULL,
    subject VARCHAR(200) NOT NULL,
    body TEXT NOT NULL,
    same_as INTEGER,
    saved_by INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    saved_at TIMESTAMPTZ NOT NULL
)

CREATE UNIQUE INDEX mail_text_version ON mail_text (kind, language, version) WHERE version > 0

CREATE TABLE mail_picture (
    id {serial},
    name VARCHAR(40) NOT NULL UNIQUE,
    kind VARCHAR(4) NOT NULL CHECK (kind IN ('png', 'jpeg')),
    content {bytes} NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    added_by INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    added_at TIMESTAMPTZ NOT NULL
)
