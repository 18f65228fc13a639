CREATE TABLE store.reviews (
    review_id VARCHAR NOT NULL,
    signal_key VARCHAR NOT NULL,
    evidence_sha256 VARCHAR NOT NULL,
    reviewer VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    reasons VARCHAR[] NOT NULL,
    note VARCHAR,
    "at" TIMESTAMPTZ NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.reviews IS 'What people answered about signals';
COMMENT ON COLUMN store.reviews.review_id IS 'Id of the review';
COMMENT ON COLUMN store.reviews.signal_key IS 'Signal that was reviewed; it need not exist any more';
COMMENT ON COLUMN store.reviews.evidence_sha256 IS 'Evidence that was looked at';
COMMENT ON COLUMN store.reviews.reviewer IS 'Who answered';
COMMENT ON COLUMN store.reviews.verdict IS 'confirm, reject or unclear';
COMMENT ON COLUMN store.reviews.reasons IS 'Reasons chosen';
COMMENT ON COLUMN store.reviews.note IS 'Free words';
COMMENT ON COLUMN store.reviews."at" IS 'When (UTC)';
COMMENT ON COLUMN store.reviews.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.reviews.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.deliveries (
    delivery_id VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    week VARCHAR NOT NULL,
    signal_keys VARCHAR[] NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.deliveries IS 'Which signals a recipient has been sent';
COMMENT ON COLUMN store.deliveries.delivery_id IS 'Id of the delivery';
COMMENT ON COLUMN store.deliveries.recipient IS 'Keyed hash of the address';
COMMENT ON COLUMN store.deliveries.week IS 'Week of the digest';
COMMENT ON COLUMN store.deliveries.signal_keys IS 'Signals in it';
COMMENT ON COLUMN store.deliveries."at" IS 'When (UTC)';
COMMENT ON COLUMN store.deliveries.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.deliveries.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.takedowns (
    takedown_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.takedowns IS 'Tombstones: documents that must not come back. Nothing else is kept of them';
COMMENT ON COLUMN store.takedowns.takedown_id IS 'Id of the takedown';
COMMENT ON COLUMN store.takedowns.doc_id IS 'The document';
COMMENT ON COLUMN store.takedowns."at" IS 'When it was asked for (UTC)';
COMMENT ON COLUMN store.takedowns.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.takedowns.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.purged_files (
    archive_path VARCHAR NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.purged_files IS 'Archived pages of taken-down documents that wait for deletion';
COMMENT ON COLUMN store.purged_files.archive_path IS 'Relative to the archive folder';
COMMENT ON COLUMN store.purged_files.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.purged_files.last_load_id IS 'Load that last changed this row';
