CREATE TABLE staff_factor (
    id {serial},
    staff INTEGER NOT NULL UNIQUE REFERENCES staff ON DELETE RESTRICT,
    sealed_secret TEXT NOT NULL,
    last_step BIGINT NOT NULL,
    since_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE recovery_code (
    id {serial},
    staff INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    code_hash VARCHAR(64) NOT NULL,
    used_at TIMESTAMPTZ,
    UNIQUE (staff, code_hash)
)
