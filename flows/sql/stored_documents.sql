SELECT
    d.doc_id,
    d.text_sha256,
    d.published_at,
    d.extractor,
    d.fetch_id,
    d.fetched_at
FROM store.documents AS d;
