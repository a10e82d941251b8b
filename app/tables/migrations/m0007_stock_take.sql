ALTER TABLE boot ADD COLUMN last_counted_at TIMESTAMPTZ

ALTER TABLE boot ADD COLUMN code_confirmed_at TIMESTAMPTZ

ALTER TABLE boot ADD COLUMN code_confirmed_by INTEGER REFERENCES staff ON DELETE RESTRICT

CREATE TABLE stock_take (
    id {serial},
    started_at TIMESTAMPTZ NOT NULL,
    started_by INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    finished_at TIMESTAMPTZ,
    finished_by INTEGER REFERENCES staff ON DELETE RESTRICT,
    turn INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    surprises INTEGER NOT NULL,
    unknown INTEGER NOT NULL
)

CREATE UNIQUE INDEX stock_take_running ON stock_take ((finished_at IS NULL))
WHERE finished_at IS NULL

CREATE TABLE stock_line (
    id {serial},
    stock_take INTEGER NOT NULL REFERENCES stock_take ON DELETE RESTRICT,
    boot INTEGER REFERENCES boot ON DELETE RESTRICT,
    finding VARCHAR(10) NOT NULL CHECK (finding IN ('counted', 'missing', 'unknown')),
    boot_name VARCHAR(60) NOT NULL,
    status VARCHAR(15) NOT NULL,
    out_reason VARCHAR(15) NOT NULL,
    said VARCHAR(200) NOT NULL,
    old_label BOOLEAN NOT NULL,
    by_name BOOLEAN NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    staff INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT
)

CREATE UNIQUE INDEX stock_line_boot ON stock_line (stock_take, boot) WHERE boot IS NOT NULL

CREATE UNIQUE INDEX stock_line_said ON stock_line (stock_take, said) WHERE said <> ''

CREATE INDEX stock_line_by_finding ON stock_line (stock_take, finding, id)

CREATE INDEX paper_job_by_boot ON paper_job (boot, id)
