SELECT
    d.doc_id,
    d.text_sha256,
    d.ruleset,
    d.model,
    d.code
FROM store.detections AS d;
