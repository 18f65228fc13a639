SELECT
    d.doc_id,
    d.text_sha256,
    d.external_id,
    d.source,
    d.outlet,
    d.url,
    d.title,
    d.published_at,
    d.fetched_at,
    d.extractor,
    d.fetch_id,
    d.ruleset,
    d.model,
    d.code,
    d.first_load_id,
    d.last_load_id
FROM documents AS d
WHERE d.doc_id = $1;
