"""What must always be promised, so that nothing that is owed to a person is forgotten."""

from app.reads.books.invariant import Invariant

OF_PROMISES = (
    Invariant(
        "mail_promised",
        "E2",
        "Every mail still to be sent is promised.",
        "mail",
        """SELECT m.id FROM mail m WHERE m.status IN ('queued', 'delayed') AND NOT EXISTS (
            SELECT 1 FROM outbox o WHERE o.kind = 'send_mail' AND o.subject_id = m.id
                AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
    Invariant(
        "refund_promised",
        "E2",
        "Every card refund still to be sent is promised.",
        "refund",
        """SELECT r.id FROM refund r WHERE r.way = 'card' AND r.status IN ('wanted', 'sent')
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'pay_back' AND o.subject_id = r.id
            AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
    Invariant(
        "payment_asked",
        "P9",
        "The provider is asked about every open card payment, but for wrong money.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.status = 'started' AND p.method = 'card'
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'ask_provider'
            AND o.subject_id = p.id AND o.done_at IS NULL AND o.failed_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM audit_event a WHERE a.subject = 'payment'
            AND a.subject_id = p.id AND a.verb = 'refuse_money')""",
    ),
    Invariant(
        "promise_reminded",
        "P7",
        "A driver who promised to bring money is reminded, or was.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.status = 'promised'
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'remind_promise'
            AND o.subject_id = p.id AND o.done_at IS NULL AND o.failed_at IS NULL)
        AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.payment = p.id
            AND m.kind = 'promise_reminder')""",
    ),
    Invariant(
        "return_reminded",
        "D9",
        "A driver whose boot is out is reminded of it, or was, unless reminders are off.",
        "boot_assignment",
        """SELECT a.id FROM boot_assignment a JOIN boot b ON b.id = a.boot
        WHERE b.status = 'released' AND a.closed_at IS NULL AND a.remind_at IS NOT NULL
            AND a.release_email <> ''
            AND a.reported_returned_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM payment p WHERE p.id = a.release_payment_id
            AND p.deposit_status IN ('refunded', 'partly_refunded', 'forfeited'))
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.kind = 'remind_return'
            AND o.subject_id = a.id AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
    Invariant(
        "receipt_printed",
        "E2",
        "Every receipt that waits for its PDF is promised.",
        "receipt",
        """SELECT r.id FROM receipt r WHERE r.paper = 'queued' AND NOT EXISTS (
            SELECT 1 FROM outbox o WHERE o.kind = 'print_receipt' AND o.subject_id = r.id
                AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
    Invariant(
        "labels_printed",
        "C9",
        "Every PDF of labels that somebody waits for is promised.",
        "paper_job",
        """SELECT j.id FROM paper_job j WHERE j.status = 'queued' AND NOT EXISTS (
            SELECT 1 FROM outbox o WHERE o.kind = 'print_paper' AND o.subject_id = j.id
                AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
    Invariant(
        "labels_removed",
        "C10",
        "Every PDF of labels that is kept will be removed.",
        "paper_job",
        """SELECT j.id FROM paper_job j WHERE j.document IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM outbox o WHERE o.kind = 'remove_paper' AND o.subject_id = j.id
                AND o.done_at IS NULL AND o.failed_at IS NULL)""",
    ),
    Invariant(
        "release_mailed",
        "E4",
        "Whoever gave an email and whose boot is released gets the code.",
        "boot_assignment",
        """SELECT a.id FROM boot_assignment a
        WHERE a.released_at IS NOT NULL AND a.release_email <> '' AND NOT EXISTS (
            SELECT 1 FROM mail m WHERE m.kind = 'release' AND m.boot_assignment = a.id)""",
    ),
    Invariant(
        "receipt_mailed",
        "E4",
        "Whoever gave an email and paid gets the receipt.",
        "receipt",
        """SELECT r.id FROM receipt r JOIN payment p ON p.id = r.payment
        WHERE p.email <> '' AND NOT EXISTS (
            SELECT 1 FROM mail m WHERE m.kind = 'receipt' AND m.payment = p.id)""",
    ),
    Invariant(
        "decision_mailed",
        "D3",
        "Whoever gave an email is told what became of the deposit.",
        "deposit_decision",
        """SELECT d.id FROM deposit_decision d JOIN payment p ON p.id = d.payment
        WHERE p.email <> '' AND NOT EXISTS (
            SELECT 1 FROM mail m WHERE m.kind = 'refund' AND m.payment = p.id)""",
    ),
    Invariant(
        "goodwill_mailed",
        "D4",
        "Whoever gave an email is told of each goodwill refund.",
        "refund",
        """SELECT r.id FROM refund r JOIN payment p ON p.id = r.payment
        WHERE r.reason LIKE 'goodwill:%' AND p.email <> '' AND NOT EXISTS (
            SELECT 1 FROM mail m WHERE m.kind = 'goodwill' AND m.payment = p.id
                AND (m.message_id = 'goodwill-' || r.id
                    OR m.message_id LIKE 'goodwill-' || r.id || '-v%'))""",
    ),
    Invariant(
        "promise_mailed",
        "P7",
        "Whoever promises to bring money gets a letter that says how much.",
        "payment",
        """SELECT p.id FROM payment p WHERE p.method = 'promise' AND NOT EXISTS (
            SELECT 1 FROM mail m WHERE m.kind = 'promise' AND m.payment = p.id)""",
    ),
)
