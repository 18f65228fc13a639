CREATE VIEW reviews AS
SELECT
    r.review_id,
    r.signal_key,
    r.evidence_sha256,
    r.reviewer,
    r.verdict,
    r.reasons,
    r.note,
    r.at,
    coalesce(r.evidence_sha256 = s.evidence_sha256, FALSE) AS is_valid,
    r.first_load_id,
    r.last_load_id
FROM store.reviews AS r
LEFT JOIN store.signals AS s ON r.signal_key = s.signal_key;
COMMENT ON VIEW reviews IS 'What people answered about signals';
COMMENT ON COLUMN reviews.review_id IS 'Id of the review';
COMMENT ON COLUMN reviews.signal_key IS 'Signal that was reviewed; it need not exist any more';
COMMENT ON COLUMN reviews.evidence_sha256 IS 'Evidence that was looked at';
COMMENT ON COLUMN reviews.reviewer IS 'Who answered';
COMMENT ON COLUMN reviews.verdict IS 'confirm, reject or unclear';
COMMENT ON COLUMN reviews.reasons IS 'Reasons chosen';
COMMENT ON COLUMN reviews.note IS 'Free words';
COMMENT ON COLUMN reviews."at" IS 'When (UTC)';
COMMENT ON COLUMN reviews.is_valid IS 'Whether the evidence is still what was looked at';
COMMENT ON COLUMN reviews.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN reviews.last_load_id IS 'Load that last changed this row';
