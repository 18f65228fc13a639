MERGE INTO store.quarantine AS t
USING (
    SELECT
        r.source,
        r.ref,
        r.doc_id,
        r.reason
    FROM records AS r
    WHERE r.fate = 'quarantined'
    QUALIFY row_number() OVER (PARTITION BY r.source, r.ref ORDER BY r.ordinal DESC) = 1
) AS s
    ON t.source = s.source AND t.ref = s.ref
WHEN MATCHED AND (t.doc_id, t.reason)
IS DISTINCT FROM (s.doc_id, s.reason) THEN
    UPDATE
        SET
            doc_id = s.doc_id,
            reason = s.reason,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    source, ref, doc_id, reason, first_load_id, last_load_id
) VALUES (
    s.source, s.ref, s.doc_id, s.reason,
    getvariable('load_id'), getvariable('load_id')
);
