CREATE TABLE mail_attempt (
    id {serial},
    mail INTEGER NOT NULL REFERENCES mail ON DELETE RESTRICT,
    at TIMESTAMPTZ NOT NULL,
    outcome VARCHAR(8) NOT NULL CHECK (outcome IN ('sent', 'delayed', 'failed')),
    answer VARCHAR(200) NOT NULL
)

CREATE INDEX mail_attempt_by_mail ON mail_attempt (mail)

INSERT INTO mail_attempt (mail, at, outcome, answer)
    SELECT id, sent_at, 'sent', answer FROM mail WHERE status = 'sent' AND sent_at IS NOT NULL

CREATE INDEX mail_by_recipient ON mail (LOWER(recipient))

CREATE INDEX mail_not_sent ON mail (status, id) WHERE status <> 'sent'
