MERGE INTO store.document_versions AS t
USING fresh_documents AS s
    ON t.doc_id = s.doc_id AND t.text_sha256 = s.text_sha256
WHEN MATCHED AND (t.title, t.text, t.fetched_at, t.fetch_id)
IS DISTINCT FROM (s.title, s.text, s.fetched_at, s.fetch_id) THEN
    UPDATE
        SET
            title = s.title,
            text = s.text,
            fetched_at = s.fetched_at,
            fetch_id = s.fetch_id,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    doc_id, text_sha256, title, text, fetched_at, fetch_id, first_load_id, last_load_id
) VALUES (
    s.doc_id, s.text_sha256, s.title, s.text, s.fetched_at, s.fetch_id,
    getvariable('load_id'), getvariable('load_id')
);
