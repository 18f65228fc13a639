CREATE VIEW hits AS
SELECT
    h.signal_key,
    h.doc_id,
    h.indicator,
    h.field,
    h.start_char,
    h.end_char,
    h.quote,
    h.weight,
    h.copies,
    h.first_load_id,
    h.last_load_id
FROM store.hits AS h;
COMMENT ON VIEW hits IS 'The evidence of each signal';
COMMENT ON COLUMN hits.signal_key IS 'Signal it supports';
COMMENT ON COLUMN hits.doc_id IS 'The document';
COMMENT ON COLUMN hits.indicator IS 'Indicator or cue';
COMMENT ON COLUMN hits.field IS 'title or text';
COMMENT ON COLUMN hits.start_char IS 'First code point of the quote in the masked field, from 0';
COMMENT ON COLUMN hits.end_char IS 'Code point after the quote';
COMMENT ON COLUMN hits.quote IS 'The words, masked';
COMMENT ON COLUMN hits.weight IS 'Weight of the indicator';
COMMENT ON COLUMN hits.copies IS 'Of copies of one template (RF-55): how many offers share the quoted words';
COMMENT ON COLUMN hits.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN hits.last_load_id IS 'Load that last changed this row';
