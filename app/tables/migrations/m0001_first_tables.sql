CREATE TABLE account (
    id {serial},
    email VARCHAR(254) NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE staff (
    id {serial},
    name VARCHAR(80) NOT NULL,
    email VARCHAR(254) NOT NULL UNIQUE,
    password_hash VARCHAR(200) NOT NULL,
    role VARCHAR(10) NOT NULL CHECK (role IN ('officer', 'office', 'admin')),
    active BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE ticket_category (
    id {serial},
    name VARCHAR(80) NOT NULL UNIQUE,
    active BOOLEAN NOT NULL
)

CREATE TABLE boot (
    id {serial},
    name VARCHAR(60) NOT NULL,
    name_key VARCHAR(120) NOT NULL,
    sealed_code TEXT NOT NULL,
    status VARCHAR(15) NOT NULL
        CHECK (status IN ('available', 'issued', 'released', 'returned', 'out_of_service')),
    out_reason VARCHAR(15) NOT NULL
        CHECK (out_reason IN ('', 'lost', 'maintenance', 'retired')),
    model VARCHAR(60) NOT NULL,
    colour VARCHAR(30) NOT NULL,
    serial VARCHAR(60) NOT NULL,
    notes TEXT NOT NULL,
    replacement_cents INTEGER,
    code_changed_at TIMESTAMPTZ NOT NULL,
    code_disclosed_at TIMESTAMPTZ,
    revision BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE drop_off (
    id {serial},
    name VARCHAR(80) NOT NULL UNIQUE,
    address VARCHAR(160) NOT NULL,
    hours VARCHAR(120) NOT NULL,
    active BOOLEAN NOT NULL
)

CREATE TABLE provider_notice (
    id {serial},
    provider VARCHAR(20) NOT NULL,
    event_id VARCHAR(100) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    payment_id INTEGER,
    outcome VARCHAR(40) NOT NULL,
    received_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE live_revision (
    id {serial},
    value BIGINT NOT NULL
)

CREATE TABLE outbox (
    id {bigserial},
    kind VARCHAR(30) NOT NULL,
    queue VARCHAR(10) NOT NULL,
    subject_id INTEGER NOT NULL,
    cause VARCHAR(80) NOT NULL UNIQUE,
    created_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL,
    lease VARCHAR(32) NOT NULL,
    leased_until TIMESTAMPTZ,
    attempts INTEGER NOT NULL,
    done_at TIMESTAMPTZ,
    failed_at TIMESTAMPTZ,
    last_error VARCHAR(200) NOT NULL
)

CREATE TABLE guess (
    id {serial},
    tries INTEGER NOT NULL,
    kind VARCHAR(20) NOT NULL,
    subject VARCHAR(64) NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE setting (
    id {serial},
    key VARCHAR(40) NOT NULL UNIQUE,
    value TEXT NOT NULL
)

CREATE TABLE ticket_number (
    id {serial},
    taken_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE vehicle (
    id {serial},
    plate VARCHAR(20) NOT NULL,
    region VARCHAR(10) NOT NULL,
    plate_type VARCHAR(20) NOT NULL,
    make VARCHAR(60) NOT NULL,
    colour VARCHAR(30) NOT NULL,
    account INTEGER REFERENCES account ON DELETE RESTRICT,
    turn INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE staff_session (
    id {serial},
    token_hash VARCHAR(64) NOT NULL UNIQUE,
    staff INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
)

CREATE TABLE audit_event (
    id {bigserial},
    at TIMESTAMPTZ NOT NULL,
    staff INTEGER REFERENCES staff ON DELETE RESTRICT,
    origin VARCHAR(45) NOT NULL,
    verb VARCHAR(40) NOT NULL,
    subject VARCHAR(20) NOT NULL,
    subject_id INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason VARCHAR(200) NOT NULL
)

CREATE TABLE offence_type (
    id {serial},
    category INTEGER NOT NULL REFERENCES ticket_category ON DELETE RESTRICT,
    description VARCHAR(120) NOT NULL,
    fine_cents INTEGER NOT NULL,
    apply_boot BOOLEAN NOT NULL,
    discount_kind VARCHAR(10) NOT NULL,
    discount_value BIGINT NOT NULL,
    late_cents INTEGER NOT NULL,
    active BOOLEAN NOT NULL
)

CREATE TABLE boot_label (
    id {serial},
    token VARCHAR(32) NOT NULL UNIQUE,
    boot INTEGER NOT NULL REFERENCES boot ON DELETE RESTRICT,
    version INTEGER NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    replaced_at TIMESTAMPTZ
)

CREATE TABLE paper_job (
    id {serial},
    kind VARCHAR(20) NOT NULL,
    boot INTEGER REFERENCES boot ON DELETE RESTRICT,
    wanted_by INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    status VARCHAR(10) NOT NULL,
    document {bytes},
    problem VARCHAR(300) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    done_at TIMESTAMPTZ
)

CREATE TABLE violation (
    id {serial},
    number VARCHAR(24) NOT NULL UNIQUE,
    pin VARCHAR(8) NOT NULL,
    compact VARCHAR(32) NOT NULL UNIQUE,
    vehicle INTEGER NOT NULL REFERENCES vehicle ON DELETE RESTRICT,
    officer INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    status VARCHAR(10) NOT NULL CHECK (status IN ('unpaid', 'promised', 'paid', 'void')),
    currency VARCHAR(3) NOT NULL,
    place VARCHAR(120) NOT NULL,
    remarks TEXT NOT NULL,
    owner_email VARCHAR(254) NOT NULL,
    happened_at TIMESTAMPTZ NOT NULL,
    issued_at TIMESTAMPTZ NOT NULL,
    issued_on DATE NOT NULL,
    discount_until_on DATE NOT NULL,
    overdue_after_on DATE NOT NULL,
    under_review BOOLEAN NOT NULL,
    under_review_since_on DATE,
    paid_at TIMESTAMPTZ,
    void_at TIMESTAMPTZ,
    void_reason VARCHAR(200) NOT NULL,
    form_key VARCHAR(64) NOT NULL UNIQUE,
    form_digest VARCHAR(64) NOT NULL,
    sequence INTEGER NOT NULL UNIQUE
)

CREATE TABLE violation_item (
    id {serial},
    violation INTEGER NOT NULL REFERENCES violation ON DELETE RESTRICT,
    offence_type INTEGER NOT NULL REFERENCES offence_type ON DELETE RESTRICT,
    description VARCHAR(120) NOT NULL,
    fine_cents INTEGER NOT NULL,
    apply_boot BOOLEAN NOT NULL,
    discount_kind VARCHAR(10) NOT NULL,
    discount_value BIGINT NOT NULL,
    late_cents INTEGER NOT NULL,
    void_at TIMESTAMPTZ
)

CREATE TABLE boot_assignment (
    id {serial},
    boot INTEGER NOT NULL REFERENCES boot ON DELETE RESTRICT,
    violation INTEGER NOT NULL REFERENCES violation ON DELETE RESTRICT,
    require_overdue BOOLEAN NOT NULL,
    issued_by INTEGER NOT NULL REFERENCES staff ON DELETE RESTRICT,
    issued_at TIMESTAMPTZ NOT NULL,
    released_at TIMESTAMPTZ,
    released_by INTEGER REFERENCES staff ON DELETE RESTRICT,
    release_basis VARCHAR(20) NOT NULL,
    release_reason VARCHAR(200) NOT NULL,
    release_payment_id INTEGER,
    release_email VARCHAR(254) NOT NULL,
    code_reached_at TIMESTAMPTZ,
    return_due_at TIMESTAMPTZ,
    reported_returned_at TIMESTAMPTZ,
    returned_at TIMESTAMPTZ,
    returned_by INTEGER REFERENCES staff ON DELETE RESTRICT,
    return_condition VARCHAR(200) NOT NULL,
    return_place INTEGER REFERENCES drop_off ON DELETE RESTRICT,
    closed_at TIMESTAMPTZ,
    close_reason VARCHAR(30) NOT NULL
)

CREATE TABLE payment (
    id {serial},
    reference VARCHAR(40) NOT NULL UNIQUE,
    payer_hash VARCHAR(64) NOT NULL,
    method VARCHAR(12) NOT NULL,
    provider VARCHAR(20) NOT NULL,
    provider_ref VARCHAR(80),
    capture_ref VARCHAR(80),
    checkout_url TEXT NOT NULL,
    status VARCHAR(12) NOT NULL
        CHECK (status IN ('started', 'settled', 'failed', 'expired', 'promised', 'cancelled')),
    email VARCHAR(254) NOT NULL,
    language VARCHAR(8) NOT NULL,
    amount_cents INTEGER NOT NULL,
    captured_cents INTEGER NOT NULL,
    credited_cents INTEGER NOT NULL,
    deposit_cents INTEGER NOT NULL,
    deposit_status VARCHAR(16) NOT NULL
        CHECK (deposit_status IN ('none', 'held', 'due', 'refunded', 'partly_refunded', 'forfeited')),
    currency VARCHAR(3) NOT NULL,
    live BOOLEAN NOT NULL,
    flag VARCHAR(40) NOT NULL,
    boot_assignment INTEGER REFERENCES boot_assignment ON DELETE RESTRICT,
    account INTEGER REFERENCES account ON DELETE RESTRICT,
    taken_by INTEGER REFERENCES staff ON DELETE RESTRICT,
    started_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    settled_at TIMESTAMPTZ,
    closed_at TIMESTAMPTZ
)

CREATE TABLE ledger_entry (
    id {bigserial},
    at TIMESTAMPTZ NOT NULL,
    debit VARCHAR(20) NOT NULL,
    credit VARCHAR(20) NOT NULL,
    amount_cents INTEGER NOT NULL,
    currency VARCHAR(3) NOT NULL,
    payment INTEGER REFERENCES payment ON DELETE RESTRICT,
    violation INTEGER REFERENCES violation ON DELETE RESTRICT,
    cause VARCHAR(60) NOT NULL UNIQUE
)

CREATE TABLE payment_line (
    id {serial},
    payment INTEGER NOT NULL REFERENCES payment ON DELETE RESTRICT,
    violation INTEGER NOT NULL REFERENCES violation ON DELETE RESTRICT,
    fine_cents INTEGER NOT NULL,
    discount_cents INTEGER NOT NULL,
    late_cents INTEGER NOT NULL,
    deposit_cents INTEGER NOT NULL,
    due_cents INTEGER NOT NULL,
    kept BOOLEAN NOT NULL
)

CREATE TABLE refund (
    id {serial},
    payment INTEGER NOT NULL REFERENCES payment ON DELETE RESTRICT,
    reason VARCHAR(40) NOT NULL,
    capture_ref VARCHAR(80) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    amount_cents INTEGER NOT NULL,
    status VARCHAR(8) NOT NULL CHECK (status IN ('wanted', 'sent', 'done', 'failed')),
    provider_ref VARCHAR(80) NOT NULL,
    last_error VARCHAR(200) NOT NULL,
    wanted_at TIMESTAMPTZ NOT NULL,
    done_at TIMESTAMPTZ
)

CREATE TABLE mail (
    id {serial},
    kind VARCHAR(20) NOT NULL,
    recipient VARCHAR(254) NOT NULL,
    language VARCHAR(8) NOT NULL,
    payment INTEGER REFERENCES payment ON DELETE RESTRICT,
    violation INTEGER REFERENCES violation ON DELETE RESTRICT,
    boot_assignment INTEGER REFERENCES boot_assignment ON DELETE RESTRICT,
    message_id VARCHAR(120) NOT NULL UNIQUE,
    status VARCHAR(8) NOT NULL CHECK (status IN ('queued', 'sent', 'delayed', 'failed')),
    attempts INTEGER NOT NULL,
    answer VARCHAR(200) NOT NULL,
    queued_at TIMESTAMPTZ NOT NULL,
    sent_at TIMESTAMPTZ
)

CREATE UNIQUE INDEX boot_name_in_use ON boot (name_key) WHERE out_reason <> 'retired'

CREATE UNIQUE INDEX boot_label_current ON boot_label (boot) WHERE replaced_at IS NULL

CREATE UNIQUE INDEX assignment_open_boot ON boot_assignment (boot) WHERE closed_at IS NULL

CREATE UNIQUE INDEX assignment_open_violation ON boot_assignment (violation)
    WHERE closed_at IS NULL

CREATE UNIQUE INDEX vehicle_plate ON vehicle (plate, region, plate_type)

CREATE UNIQUE INDEX payment_provider_ref ON payment (provider, provider_ref)

CREATE UNIQUE INDEX payment_line_once ON payment_line (payment, violation)

CREATE UNIQUE INDEX payment_line_kept ON payment_line (violation) WHERE kept

CREATE UNIQUE INDEX refund_once ON refund (payment, reason, capture_ref)

CREATE UNIQUE INDEX notice_once ON provider_notice (provider, event_id)

CREATE UNIQUE INDEX guess_window ON guess (kind, subject, opened_at)

CREATE INDEX boot_by_status ON boot (status, name_key)

CREATE INDEX boot_by_revision ON boot (revision)

CREATE INDEX assignment_by_boot ON boot_assignment (boot)

CREATE INDEX violation_by_vehicle ON violation (vehicle)

CREATE INDEX item_by_violation ON violation_item (violation)

CREATE INDEX payment_by_assignment ON payment (boot_assignment)

CREATE INDEX payment_line_by_violation ON payment_line (violation)

CREATE INDEX ledger_by_payment ON ledger_entry (payment)

CREATE INDEX outbox_waiting ON outbox (queue, due_at) WHERE done_at IS NULL AND failed_at IS NULL

CREATE INDEX mail_by_assignment ON mail (boot_assignment)

CREATE INDEX mail_by_payment ON mail (payment)

CREATE INDEX audit_by_subject ON audit_event (subject, subject_id)

INSERT INTO live_revision (value) VALUES (0)

-- sqlite
CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event only grows'); END

-- sqlite
CREATE TRIGGER audit_event_fixed BEFORE UPDATE ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event only grows'); END

-- sqlite
CREATE TRIGGER ledger_entry_kept BEFORE DELETE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger_entry only grows'); END

-- sqlite
CREATE TRIGGER ledger_entry_fixed BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'ledger_entry only grows'); END

-- postgres
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$

-- postgres
CREATE TRIGGER audit_event_kept BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION only_grows()

-- postgres
CREATE TRIGGER ledger_entry_kept BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION only_grows()
