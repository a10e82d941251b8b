-- From the table `story` to everything the desk reads. Blank lines part statements; $OFFICER,
-- $OFFICE, $DEPOSIT and $BOOTING stand for numbers.

INSERT INTO violation (id, number, pin, compact, vehicle, officer, status, currency, place,
    remarks, owner_email, happened_at, issued_at, issued_on, discount_until_on, overdue_after_on,
    under_review, paid_at, void_at, void_reason, form_key, form_digest, sequence)
SELECT n, 'TT-' || (10000 + n), pin, 'TT' || (10000 + n) || pin, vehicle, $OFFICER,
    CASE WHEN way <> '' THEN 'paid' WHEN released_at IS NULL THEN 'unpaid' ELSE 'void' END,
    'CAD', place, '', '', issued_at, issued_at, issued_on, discount_until_on, overdue_after_on,
    FALSE, CASE WHEN way <> '' THEN released_at END,
    CASE WHEN way = '' THEN released_at END,
    CASE WHEN way = '' AND released_at IS NOT NULL THEN 'The meter was broken' ELSE '' END,
    'big-' || n, '-', 10000 + n
FROM story ORDER BY n

INSERT INTO violation_item (id, violation, offence_type, description, fine_cents, apply_boot,
    discount_kind, discount_value, late_cents, void_at)
SELECT 2 * s.n - 1, s.n, o.id, o.description, s.fine_cents, FALSE, 'none', 0, 0,
    CASE WHEN s.way = '' THEN s.released_at END
FROM story s JOIN offence_type o ON o.id = s.offence ORDER BY s.n

INSERT INTO violation_item (id, violation, offence_type, description, fine_cents, apply_boot,
    discount_kind, discount_value, late_cents, void_at)
SELECT 2 * s.n, s.n, o.id, o.description, $DEPOSIT, TRUE, 'none', 0, 0,
    CASE WHEN s.way = '' THEN s.released_at END
FROM story s JOIN offence_type o ON o.id = $BOOTING ORDER BY s.n

INSERT INTO boot_assignment (id, boot, violation, require_overdue, issued_by, issued_at,
    released_at, released_by, release_basis, release_reason, release_payment_id, release_email,
    code_reached_at, return_due_at, reported_returned_at, returned_at, returned_by,
    return_condition, closed_at, close_reason)
SELECT n, boot, n, FALSE, $OFFICER, issued_at, released_at,
    CASE WHEN way = '' AND released_at IS NOT NULL THEN $OFFICE END,
    CASE WHEN way <> '' THEN 'paid' WHEN released_at IS NULL THEN '' ELSE 'authorised' END,
    CASE WHEN way = '' AND released_at IS NOT NULL THEN 'The meter was broken' ELSE '' END,
    CASE WHEN way <> '' THEN n END,
    CASE WHEN way <> '' THEN 'driver' || vehicle || '@example.com' ELSE '' END,
    released_at, due_at, reported_at, returned_at,
    CASE WHEN returned_at IS NOT NULL THEN $OFFICER END,
    CASE WHEN returned_at IS NOT NULL THEN 'good' ELSE '' END, closed_at,
    CASE WHEN closed_at IS NULL THEN '' WHEN lost = 1 THEN 'mark_lost' ELSE 'make_available' END
FROM story ORDER BY n

INSERT INTO payment (id, reference, payer_hash, method, provider, provider_ref, capture_ref,
    checkout_url, status, email, language, amount_cents, captured_cents, credited_cents,
    deposit_cents, deposit_status, currency, live, flag, boot_assignment, taken_by, started_at,
    expires_at, settled_at, closed_at, vehicle, tender_ref, link_version, refunded_cents)
SELECT n, 'bk_big' || n, '', way, CASE way WHEN 'card' THEN 'sandbox' ELSE 'counter' END,
    CASE way WHEN 'card' THEN 'chk_big' || n END, CASE way WHEN 'card' THEN 'cap_big' || n END,
    '', 'settled', 'driver' || vehicle || '@example.com', 'en', fine_cents + $DEPOSIT,
    fine_cents + $DEPOSIT, fine_cents + $DEPOSIT, $DEPOSIT,
    CASE WHEN decided_at IS NULL THEN
            CASE WHEN returned_at IS NULL AND closed_at IS NULL THEN 'held' ELSE 'due' END
        WHEN kept_cents = 0 THEN 'refunded'
        WHEN kept_cents = $DEPOSIT THEN 'forfeited' ELSE 'partly_refunded' END,
    'CAD', FALSE, '', n, CASE way WHEN 'card' THEN NULL ELSE $OFFICE END, released_at, released_at,
    released_at, released_at, vehicle, '', 0,
    CASE WHEN decided_at IS NULL THEN 0 ELSE $DEPOSIT - kept_cents END
FROM story WHERE way <> '' ORDER BY n

INSERT INTO payment_line (payment, violation, fine_cents, discount_cents, late_cents,
    deposit_cents, due_cents, kept)
SELECT n, n, fine_cents + $DEPOSIT, 0, 0, $DEPOSIT, fine_cents + $DEPOSIT, TRUE
FROM story WHERE way <> '' ORDER BY n

INSERT INTO receipt (payment, amount_cents, deposit_cents, tax_cents, tax_rate_bp, currency,
    issued_at, paper)
SELECT n, fine_cents + $DEPOSIT, $DEPOSIT, 0, 0, 'CAD', released_at, ''
FROM story WHERE way <> '' ORDER BY n

INSERT INTO refund (id, payment, reason, capture_ref, currency, amount_cents, status,
    provider_ref, last_error, wanted_at, done_at, way, wanted_by, paid_out_by)
SELECT n, n, 'deposit', CASE way WHEN 'card' THEN 'cap_big' || n ELSE '' END, 'CAD',
    $DEPOSIT - kept_cents, 'done', CASE way WHEN 'card' THEN 're_big' || n ELSE '' END, '',
    decided_at, decided_at, way, $OFFICE, CASE way WHEN 'card' THEN NULL ELSE $OFFICE END
FROM story WHERE decided_at IS NOT NULL AND kept_cents < $DEPOSIT ORDER BY n

INSERT INTO deposit_decision (id, payment, refund, paid_cents, refund_cents, decided_by,
    decided_at, note)
SELECT n, n, CASE WHEN kept_cents < $DEPOSIT THEN n END, $DEPOSIT, $DEPOSIT - kept_cents, $OFFICE,
    decided_at, ''
FROM story WHERE decided_at IS NOT NULL ORDER BY n

INSERT INTO deposit_deduction (decision, kind, amount_cents, reason)
SELECT n, kept_kind, kept_cents, '' FROM story
WHERE decided_at IS NOT NULL AND kept_cents > 0 ORDER BY n

-- The books in the order in which things happened.
INSERT INTO ledger_entry (at, debit, credit, amount_cents, currency, payment, violation, cause)
SELECT at, debit, credit, amount_cents, 'CAD', payment, violation, cause FROM (
    SELECT s.released_at AS at, s.n AS payment, s.n AS violation, w.account AS debit,
        'fines' AS credit, s.fine_cents AS amount_cents,
        w.account || '>fines:' || s.n || ':' || s.n AS cause
    FROM story s JOIN way_account w ON w.way = s.way
    UNION ALL
    SELECT s.released_at, s.n, s.n, w.account, 'deposits', $DEPOSIT,
        w.account || '>deposits:' || s.n || ':' || s.n
    FROM story s JOIN way_account w ON w.way = s.way
    UNION ALL
    SELECT decided_at, n, NULL, 'deposits', 'owed_back', $DEPOSIT - kept_cents,
        'deposit>owed_back:' || n
    FROM story WHERE decided_at IS NOT NULL AND kept_cents < $DEPOSIT
    UNION ALL
    SELECT decided_at, n, NULL, 'deposits', 'forfeited', kept_cents, 'deposit>forfeited:' || n
    FROM story WHERE decided_at IS NOT NULL AND kept_cents > 0
    UNION ALL
    SELECT s.decided_at, s.n, NULL, 'owed_back', w.account, $DEPOSIT - s.kept_cents,
        CASE s.way WHEN 'card' THEN 'refund:' ELSE 'paid_out:' END || s.n
    FROM story s JOIN way_account w ON w.way = s.way
    WHERE s.decided_at IS NOT NULL AND s.kept_cents < $DEPOSIT
) booked ORDER BY at, payment

INSERT INTO mail (kind, recipient, language, payment, boot_assignment, message_id, status,
    attempts, answer, queued_at, sent_at)
SELECT kind, recipient, 'en', payment, boot_assignment, message_id, 'sent', 1, '250 OK', at, at
FROM (
    SELECT 'release' AS kind, 'driver' || vehicle || '@example.com' AS recipient, n AS payment,
        n AS boot_assignment, 'release-' || n AS message_id, released_at AS at
    FROM story WHERE way <> ''
    UNION ALL
    SELECT 'receipt', 'driver' || vehicle || '@example.com', n, NULL, 'receipt-' || n, released_at
    FROM story WHERE way <> ''
    UNION ALL
    SELECT 'refund', 'driver' || vehicle || '@example.com', n, NULL, 'deposit-' || n, decided_at
    FROM story WHERE decided_at IS NOT NULL
) letters ORDER BY at, payment

UPDATE boot SET status = known.status FROM (
    SELECT boot AS number, CASE WHEN returned_at IS NOT NULL THEN 'returned'
        WHEN released_at IS NOT NULL THEN 'released' ELSE 'issued' END AS status
    FROM boot_assignment WHERE closed_at IS NULL) known
WHERE known.number = boot.id

UPDATE boot SET status = 'out_of_service', out_reason = 'lost' WHERE id IN (
    SELECT a.boot FROM boot_assignment a
    JOIN (SELECT MAX(id) AS id FROM boot_assignment GROUP BY boot) last ON last.id = a.id
    WHERE a.close_reason = 'mark_lost')

UPDATE live_revision SET value = (SELECT MAX(revision) FROM boot)
