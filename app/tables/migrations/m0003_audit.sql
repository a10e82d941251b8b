CREATE INDEX audit_by_moment ON audit_event (at, id)

CREATE INDEX audit_by_person ON audit_event (staff, at, id)

CREATE INDEX audit_by_kind ON audit_event (subject, at, id)

CREATE INDEX audit_by_thing ON audit_event (subject, subject_id, at, id)

CREATE INDEX audit_by_deed ON audit_event (verb, at, id)

DROP INDEX audit_by_subject
