MERGE INTO store.hits AS t
USING fresh_hits AS s
    ON t.signal_key = s.signal_key AND t.indicator = s.indicator AND t.field = s.field AND t.start_char = s.start_char
WHEN MATCHED AND (t.doc_id, t.end_char, t.quote, t.weight)
IS DISTINCT FROM (s.doc_id, s.end_char, s.quote, s.weight) THEN
    UPDATE
        SET
            doc_id = s.doc_id,
            end_char = s.end_char,
            quote = s.quote,
            weight = s.weight,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    signal_key, doc_id, indicator, field, start_char, end_char, quote, weight, first_load_id, last_load_id
) VALUES (
    s.signal_key, s.doc_id, s.indicator, s.field, s.start_char, s.end_char, s.quote, s.weight,
    getvariable('load_id'), getvariable('load_id')
);
