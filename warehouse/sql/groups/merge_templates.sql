-- A line of the collection in the evidence of a signal: without weight, for it changes no risk.
MERGE INTO store.hits AS t
USING (
    SELECT
        s.signal_key,
        g.*
    FROM given_templates AS g
    INNER JOIN store.signals AS s ON g.doc_id = s.doc_id AND s.type = 'scam_offer'
) AS s
    ON t.signal_key = s.signal_key AND t.indicator = s.indicator AND t.field = s.field AND t.start_char = s.start_char
WHEN MATCHED AND (t.end_char, t.quote, t.copies)
IS DISTINCT FROM (s.end_char, s.quote, s.copies) THEN
    UPDATE
        SET
            end_char = s.end_char,
            quote = s.quote,
            copies = s.copies,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    signal_key, doc_id, indicator, field, start_char, end_char, quote, weight, copies, first_load_id, last_load_id
) VALUES (
    s.signal_key, s.doc_id, s.indicator, s.field, s.start_char, s.end_char, s.quote, 0, s.copies,
    getvariable('load_id'), getvariable('load_id')
);
