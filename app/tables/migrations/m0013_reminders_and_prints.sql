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
    SELECT p.id, b.id, p.done_at, CASE WHEN p.kind = 'label' THEN 1 ELSE p.total - p.left_out END
    FROM paper_job p JOIN boot b ON b.id = p.boot
        OR ',' || p.boots || ',' LIKE '%,' || b.id || ',%' AND b.out_reason <> 'retired'
    WHERE p.kind IN ('label', 'labels') AND p.status IN ('ready', 'removed')
        AND p.done_at IS NOT NULL
