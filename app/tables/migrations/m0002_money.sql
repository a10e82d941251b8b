ALTER TABLE violation ADD COLUMN disputed_at TIMESTAMPTZ

ALTER TABLE payment ADD COLUMN vehicle INTEGER REFERENCES vehicle ON DELETE RESTRICT

UPDATE payment SET vehicle = (
    SELECT v.vehicle FROM boot_assignment a JOIN violation v ON v.id = a.violation
    WHERE a.id = payment.boot_assignment
)

ALTER TABLE payment ADD COLUMN tender_ref VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE payment ADD COLUMN link_version INTEGER NOT NULL DEFAULT 0

ALTER TABLE payment ADD COLUMN refunded_cents INTEGER NOT NULL DEFAULT 0
    CHECK (refunded_cents >= 0 AND refunded_cents <= captured_cents)

UPDATE payment SET refunded_cents = (
    SELECT COALESCE(SUM(r.amount_cents), 0) FROM refund r
    WHERE r.payment = payment.id AND r.currency = payment.currency
        AND r.capture_ref = COALESCE(payment.capture_ref, '')
)

ALTER TABLE refund ADD COLUMN way VARCHAR(12) NOT NULL DEFAULT 'card'

ALTER TABLE refund ADD COLUMN note VARCHAR(200) NOT NULL DEFAULT ''

ALTER TABLE refund ADD COLUMN wanted_by INTEGER REFERENCES staff ON DELETE RESTRICT

ALTER TABLE refund ADD COLUMN paid_out_by INTEGER REFERENCES staff ON DELETE RESTRICT

ALTER TABLE refund ADD COLUMN paid_out_ref VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE provider_notice ADD COLUMN capture_ref VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE provider_notice ADD COLUMN part_ref VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE provider_notice ADD COLUMN part_key VARCHAR(80) NOT NULL DEFAULT ''

ALTER TABLE provider_notice ADD COLUMN part_cents INTEGER NOT NULL DEFAULT 0

ALTER TABLE provider_notice ADD COLUMN currency VARCHAR(3) NOT NULL DEFAULT ''

CREATE TABLE dispute (
    id {serial},
    payment INTEGER NOT NULL REFERENCES payment ON DELETE RESTRICT,
    provider VARCHAR(20) NOT NULL,
    provider_ref VARCHAR(80) NOT NULL,
    amount_cents INTEGER NOT NULL,
    currency VARCHAR(3) NOT NULL,
    status VARCHAR(8) NOT NULL CHECK (status IN ('open', 'won', 'lost')),
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ
)

CREATE TABLE receipt (
    id {serial},
    payment INTEGER NOT NULL UNIQUE REFERENCES payment ON DELETE RESTRICT,
    amount_cents INTEGER NOT NULL,
    deposit_cents INTEGER NOT NULL,
    tax_cents INTEGER NOT NULL,
    tax_rate_bp INTEGER NOT NULL,
    currency VARCHAR(3) NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    paper VARCHAR(8) NOT NULL CHECK (paper IN ('', 'queued', 'ready', 'failed')),
    document {bytes}
)

INSERT INTO receipt
    (payment, amount_cents, deposit_cents, tax_cents, tax_rate_bp, currency, issued_at, paper)
SELECT p.id, p.credited_cents, p.deposit_cents, 0, 0, p.currency, p.settled_at, ''
FROM payment p
WHERE p.status = 'settled'
    AND EXISTS (SELECT 1 FROM payment_line l WHERE l.payment = p.id AND l.kept)
ORDER BY p.id

CREATE TABLE deposit_decision (
    id {serial},
    payment INTEGER NOT NULL UNIQUE REFERENCES payment ON DELETE RESTRICT,
    refund INTEGER UNIQUE REFERENCES refund ON DELETE RESTRICT,
    paid_cents INTEGER NOT NULL,
    refund_cents INTEGER NOT NULL,
    decided_by INTEGER REFERENCES staff ON DELETE RESTRICT,
    decided_at TIMESTAMPTZ NOT NULL,
    note VARCHAR(200) NOT NULL,
    CHECK (refund_cents >= 0 AND refund_cents <= paid_cents)
)

CREATE TABLE deposit_deduction (
    id {serial},
    decision INTEGER NOT NULL REFERENCES deposit_decision ON DELETE RESTRICT,
    kind VARCHAR(12) NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents >= 0),
    reason VARCHAR(200) NOT NULL
)

CREATE TABLE book_check (
    id {serial},
    day DATE NOT NULL UNIQUE,
    checked_at TIMESTAMPTZ NOT NULL,
    problems INTEGER NOT NULL,
    report TEXT NOT NULL
)

CREATE UNIQUE INDEX dispute_once ON dispute (provider, provider_ref)

CREATE INDEX dispute_by_payment ON dispute (payment)

CREATE INDEX deduction_by_decision ON deposit_deduction (decision)

CREATE INDEX refund_by_status ON refund (status, id)

CREATE INDEX payment_by_start ON payment (started_at, id)

CREATE INDEX payment_by_settlement ON payment (settled_at)

CREATE INDEX payment_by_payer ON payment (payer_hash)

CREATE INDEX payment_by_vehicle ON payment (vehicle)

CREATE INDEX payment_by_email ON payment (email)

CREATE INDEX notice_by_payment ON provider_notice (payment_id)

CREATE INDEX mail_by_violation ON mail (violation)
