ALTER TABLE boot_assignment ADD COLUMN remind_at TIMESTAMPTZ

CREATE TABLE label_print (
    id {serial},
    job INTEGER NOT NULL REFERENCES paper_job ON DELETE RESTRICT,
    boot INTEGER NOT NULL REFERENCES boot ON DELETE RESTRICT,
    at TIMESTAMPTZ NOT NULL,
    labels INTEGER NOT NULL
)

CREATE INDEX label_print_by_boot ON label_print (boot, at, id)

INSERT INTO label_print (job, boot, at, labels)
    SELECT p.id, p.boot, p.done_at, 1 FROM paper_job p
    WHERE p.kind = 'label' AND p.boot IS NOT NULL AND p.status IN ('ready', 'removed')
        AND p.done_at IS NOT NULL

INSERT INTO label_print (job, boot, at, labels)
    SELECT p.id, b.id, p.done_at, p.total - p.left_out
    FROM paper_job p JOIN boot b ON ',' || p.boots || ',' LIKE '%,' || b.id || ',%'
    WHERE p.kind = 'labels' AND p.status IN ('ready', 'removed') AND p.done_at IS NOT NULL
        AND b.out_reason <> 'retired'
