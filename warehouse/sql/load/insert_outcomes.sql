INSERT INTO store.outcomes
SELECT
    getvariable('load_id') AS load_id,
    row_number() OVER (ORDER BY r.ordinal) AS ordinal,
    r.source,
    r.ref,
    r.doc_id,
    r.fate,
    r.reason
FROM records AS r
ORDER BY r.ordinal;
