CREATE TABLE logo (
    id {serial},
    mark VARCHAR(16) NOT NULL UNIQUE,
    page {bytes} NOT NULL,
    mail_kind VARCHAR(4) NOT NULL CHECK (mail_kind IN ('png', 'jpeg')),
    mail {bytes} NOT NULL,
    paper {bytes} NOT NULL,
    added_by INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    added_at TIMESTAMPTZ NOT NULL
)
