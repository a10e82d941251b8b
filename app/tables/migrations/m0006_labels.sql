ALTER TABLE paper_job ADD COLUMN paper VARCHAR(12) NOT NULL DEFAULT 'single'

ALTER TABLE paper_job ADD COLUMN start_at INTEGER NOT NULL DEFAULT 1

ALTER TABLE paper_job ADD COLUMN boots TEXT NOT NULL DEFAULT ''

ALTER TABLE paper_job ADD COLUMN total INTEGER NOT NULL DEFAULT 1

ALTER TABLE paper_job ADD COLUMN drawn INTEGER NOT NULL DEFAULT 0

ALTER TABLE paper_job ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0

ALTER TABLE paper_job ADD COLUMN tries INTEGER NOT NULL DEFAULT 1

ALTER TABLE paper_job ADD COLUMN read_at TIMESTAMPTZ

CREATE INDEX paper_job_by_person ON paper_job (wanted_by, kind, id)

CREATE INDEX boot_label_by_creation ON boot_label (created_at)

UPDATE paper_job SET status = 'removed', document = NULL WHERE status = 'ready'
