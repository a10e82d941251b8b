CREATE INDEX payment_by_any_email ON payment (LOWER(email))

CREATE INDEX payment_by_provider_ref ON payment (provider_ref) WHERE provider_ref IS NOT NULL

CREATE INDEX payment_by_capture_ref ON payment (capture_ref) WHERE capture_ref IS NOT NULL

CREATE INDEX payment_by_tender_ref ON payment (tender_ref) WHERE tender_ref <> ''

CREATE INDEX refund_by_provider_ref ON refund (provider_ref) WHERE provider_ref <> ''

CREATE INDEX refund_by_paid_out_ref ON refund (paid_out_ref) WHERE paid_out_ref <> ''
