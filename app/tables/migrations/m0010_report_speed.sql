-- sqlite
CREATE VIEW case_times AS SELECT *,
    CASE WHEN seconds_to_release IS NULL THEN NULL
        WHEN seconds_to_release < 1800 THEN 0 WHEN seconds_to_release < 3600 THEN 1
        WHEN seconds_to_release < 7200 THEN 2 WHEN seconds_to_release < 14400 THEN 3
        WHEN seconds_to_release < 28800 THEN 4 WHEN seconds_to_release < 86400 THEN 5
        WHEN seconds_to_release < 259200 THEN 6 ELSE 7 END AS release_class,
    CASE WHEN returned_at IS NULL OR seconds_to_return IS NULL THEN NULL
        WHEN seconds_to_return < 10800 THEN 0 WHEN seconds_to_return < 21600 THEN 1
        WHEN seconds_to_return < 43200 THEN 2 WHEN seconds_to_return < 86400 THEN 3
        WHEN seconds_to_return < 172800 THEN 4 WHEN seconds_to_return < 259200 THEN 5
        WHEN seconds_to_return < 604800 THEN 6 ELSE 7 END AS return_class
FROM (
    SELECT id, boot, violation, issued_at, released_at, returned_at, closed_at,
        COALESCE(returned_at, closed_at) AS ended_at,
        CASE WHEN returned_at IS NULL THEN NULL
            WHEN COALESCE(reported_returned_at, returned_at) > return_due_at THEN 1 ELSE 0 END AS late,
        strftime('%s', released_at) - strftime('%s', issued_at) AS seconds_to_release,
        strftime('%s', COALESCE(reported_returned_at, returned_at)) - strftime('%s', released_at)
            AS seconds_to_return
    FROM boot_assignment)

-- postgres
CREATE VIEW case_times AS SELECT id, boot, violation, issued_at, released_at, returned_at, closed_at,
    COALESCE(returned_at, closed_at) AS ended_at,
    CASE WHEN returned_at IS NULL THEN NULL
        WHEN COALESCE(reported_returned_at, returned_at) > return_due_at THEN 1 ELSE 0 END AS late,
    width_bucket(date_part('epoch', released_at - issued_at),
        ARRAY[1800, 3600, 7200, 14400, 28800, 86400, 259200]::float8[]) AS release_class,
    CASE WHEN returned_at IS NOT NULL THEN
        width_bucket(date_part('epoch', COALESCE(reported_returned_at, returned_at) - released_at),
            ARRAY[10800, 21600, 43200, 86400, 172800, 259200, 604800]::float8[]) END AS return_class
FROM boot_assignment

CREATE INDEX payment_money ON payment (boot_assignment, settled_at, captured_cents, refunded_cents, currency)
    WHERE settled_at IS NOT NULL

CREATE INDEX violation_by_vehicle_and_age ON violation (vehicle, id)

DROP INDEX violation_by_vehicle

CREATE INDEX assignment_by_violation_and_age ON boot_assignment (violation, id)

DROP INDEX assignment_by_violation

DROP INDEX assignment_by_boot
