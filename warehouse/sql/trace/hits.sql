SELECT
    h.signal_key,
    h.doc_id,
    h.indicator,
    h.field,
    h.start_char,
    h.end_char,
    h.quote,
    h.weight,
    h.copies
FROM hits AS h
WHERE h.signal_key = $1
ORDER BY h.weight DESC, h.field DESC, h.start_char;
