-- sqlite
CREATE VIEW case_times AS SELECT id, boot, violation, issued_at, released_at, returned_at, closed_at,
    return_due_at, reported_returned_at, COALESCE(returned_at, closed_at) AS ended_at,
    CAST(strftime('%s', released_at) AS INTEGER) - CAST(strftime('%s', issued_at) AS INTEGER)
        AS seconds_to_release,
    CASE WHEN returned_at IS NOT NULL THEN
        CAST(strftime('%s', COALESCE(reported_returned_at, returned_at)) AS INTEGER)
            - CAST(strftime('%s', released_at) AS INTEGER) END AS seconds_to_return,
    CASE WHEN returned_at IS NULL THEN NULL
        WHEN COALESCE(reported_returned_at, returned_at) > return_due_at THEN 1 ELSE 0 END AS late
FROM boot_assignment

-- postgres
CREATE VIEW case_times AS SELECT id, boot, violation, issued_at, released_at, returned_at, closed_at,
    return_due_at, reported_returned_at, COALESCE(returned_at, closed_at) AS ended_at,
    date_part('epoch', released_at - issued_at) AS seconds_to_release,
    CASE WHEN returned_at IS NOT NULL THEN
        date_part('epoch', COALESCE(reported_returned_at, returned_at) - released_at)
        END AS seconds_to_return,
    CASE WHEN returned_at IS NULL THEN NULL
        WHEN COALESCE(reported_returned_at, returned_at) > return_due_at THEN 1 ELSE 0 END AS late
FROM boot_assignment

CREATE INDEX payment_money ON payment (boot_assignment, settled_at, captured_cents, refunded_cents, currency)
    WHERE settled_at IS NOT NULL

CREATE INDEX violation_by_vehicle_and_age ON violation (vehicle, id)

DROP INDEX violation_by_vehicle

CREATE INDEX assignment_by_violation_and_age ON boot_assignment (violation, id)

DROP INDEX assignment_by_violation

DROP INDEX assignment_by_boot
