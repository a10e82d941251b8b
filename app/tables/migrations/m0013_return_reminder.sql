ALTER TABLE boot_assignment ADD COLUMN remind_at TIMESTAMPTZ
