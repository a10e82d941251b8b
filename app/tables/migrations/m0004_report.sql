CREATE INDEX assignment_by_issue ON boot_assignment (issued_at, id)

CREATE INDEX assignment_by_release ON boot_assignment (released_at, id)

CREATE INDEX assignment_by_return ON boot_assignment (returned_at, id)

CREATE INDEX assignment_by_boot_and_age ON boot_assignment (boot, id)

CREATE INDEX assignment_by_violation ON boot_assignment (violation)

CREATE INDEX boot_by_name ON boot (name_key, id)

-- sqlite
CREATE INDEX vehicle_by_plate_start ON vehicle (plate COLLATE NOCASE)

-- postgres
CREATE INDEX vehicle_by_plate_start ON vehicle (plate text_pattern_ops)
