MERGE INTO store.detections AS t
USING (
    SELECT
        d.*,
        unnest(d.versions)
    FROM fresh_detections AS d
) AS s
    ON t.doc_id = s.doc_id
WHEN MATCHED AND (t.text_sha256, t.lang, t.doc_type, t.entities, t.redactions, t.ruleset, t.model, t.code)
IS DISTINCT FROM (s.text_sha256, s.lang, s.doc_type, s.entities, s.redactions, s.ruleset, s.model, s.code) THEN
    UPDATE
        SET
            text_sha256 = s.text_sha256,
            lang = s.lang,
            doc_type = s.doc_type,
            entities = s.entities,
            redactions = s.redactions,
            ruleset = s.ruleset,
            model = s.model,
            code = s.code,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    doc_id, text_sha256, lang, doc_type, entities, redactions, ruleset, model, code, first_load_id, last_load_id
) VALUES (
    s.doc_id, s.text_sha256, s.lang, s.doc_type, s.entities, s.redactions, s.ruleset, s.model, s.code,
    getvariable('load_id'), getvariable('load_id')
);
