-- Evidence that the collection gives: how many offers share the words that are quoted.
ALTER TABLE store.hits RENAME TO old_hits;
CREATE TABLE store.hits (
    signal_key VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    field VARCHAR NOT NULL,
    start_char BIGINT NOT NULL,
    end_char BIGINT NOT NULL,
    quote VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    copies BIGINT,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
INSERT INTO store.hits BY NAME
SELECT h.*
FROM store.old_hits AS h;
DROP TABLE store.old_hits;
COMMENT ON TABLE store.hits IS 'One row a piece of evidence';
COMMENT ON COLUMN store.hits.signal_key IS 'Signal it supports';
COMMENT ON COLUMN store.hits.doc_id IS 'The document';
COMMENT ON COLUMN store.hits.indicator IS 'Indicator or cue';
COMMENT ON COLUMN store.hits.field IS 'title or text';
COMMENT ON COLUMN store.hits.start_char IS 'First code point of the quote in the masked field, from 0';
COMMENT ON COLUMN store.hits.end_char IS 'Code point after the quote';
COMMENT ON COLUMN store.hits.quote IS 'The words, masked';
COMMENT ON COLUMN store.hits.weight IS 'Weight of the indicator';
COMMENT ON COLUMN store.hits.copies IS 'Offers made from the template that is quoted; null for evidence of the text itself';
COMMENT ON COLUMN store.hits.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.hits.last_load_id IS 'Load that last changed this row';
