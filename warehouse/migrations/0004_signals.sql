CREATE TABLE store.signals (
    signal_key VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    type VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    band BIGINT NOT NULL,
    kind VARCHAR,
    evidence_sha256 VARCHAR NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.signals IS 'One row a signal: a document that deserves a look';
COMMENT ON COLUMN store.signals.signal_key IS 'Hash of document id and type';
COMMENT ON COLUMN store.signals.doc_id IS 'The document';
COMMENT ON COLUMN store.signals.type IS 'scam_offer or tppo_case';
COMMENT ON COLUMN store.signals.score IS 'Risk of an offer, probability of a case';
COMMENT ON COLUMN store.signals.band IS '0 none, 1 low, 2 medium, 3 high';
COMMENT ON COLUMN store.signals.kind IS 'News kind of a tppo_case';
COMMENT ON COLUMN store.signals.evidence_sha256 IS 'Keyed hash of the indicators and their quotes; a review holds while it is unchanged';
COMMENT ON COLUMN store.signals.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.signals.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.hits (
    signal_key VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    quote VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.hits IS 'One row a piece of evidence';
COMMENT ON COLUMN store.hits.signal_key IS 'Signal it supports';
COMMENT ON COLUMN store.hits.doc_id IS 'The document';
COMMENT ON COLUMN store.hits.indicator IS 'Indicator or cue';
COMMENT ON COLUMN store.hits.field IS 'title or text';
COMMENT ON COLUMN store.hits.start_char IS 'First code point of the quote in the masked field, from 0';
COMMENT ON COLUMN store.hits.end_char IS 'Code point after the quote';
COMMENT ON COLUMN store.hits.quote IS 'The words, masked';
COMMENT ON COLUMN store.hits.weight IS 'Weight of the indicator';
COMMENT ON COLUMN store.hits.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.hits.last_load_id IS 'Load that last changed this row';
