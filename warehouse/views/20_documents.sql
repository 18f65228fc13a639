CREATE VIEW documents AS
SELECT
    d.doc_id,
    d.external_id,
    d.source,
    d.outlet,
    d.url,
    v.title,
    d.byline,
    v.text,
    d.published_at,
    d.published_precision,
    d.fetched_at,
    coalesce(r.lang, d.lang) AS lang,
    d.kind_hint,
    d.fate,
    d.text_sha256,
    d.first_load_id,
    d.last_load_id,
    r.doc_type,
    d.published_raw,
    d.published_zone,
    d.job,
    d.extra,
    d.provenance,
    d.extractor,
    d.fetch_id,
    r.ruleset,
    r.model,
    r.code
FROM store.documents AS d
INNER JOIN store.document_versions AS v ON d.doc_id = v.doc_id AND d.text_sha256 = v.text_sha256
LEFT JOIN store.detections AS r ON d.doc_id = r.doc_id;
COMMENT ON VIEW documents IS 'Documents in their current version, masked';
COMMENT ON COLUMN documents.doc_id IS 'Hash of the canonical URL; without one, of import source and external id; without that, of the words';
COMMENT ON COLUMN documents.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN documents.source IS 'Source file that brought it';
COMMENT ON COLUMN documents.outlet IS 'Who published it';
COMMENT ON COLUMN documents.url IS 'Canonical URL';
COMMENT ON COLUMN documents.title IS 'Title, masked';
COMMENT ON COLUMN documents.byline IS 'Author as printed';
COMMENT ON COLUMN documents.text IS 'Text without boilerplate, masked; null in copies without full texts';
COMMENT ON COLUMN documents.published_at IS 'When it was published (UTC); null when no date could be read';
COMMENT ON COLUMN documents.published_precision IS 'second, minute, day, month or year';
COMMENT ON COLUMN documents.fetched_at IS 'When it was fetched or imported (UTC)';
COMMENT ON COLUMN documents.lang IS 'Language found, ISO 639; else as named by the source';
COMMENT ON COLUMN documents.kind_hint IS 'news, job_ad or social, as the source says';
COMMENT ON COLUMN documents.fate IS 'done, or out_of_scope';
COMMENT ON COLUMN documents.text_sha256 IS 'Version: hash of the clear title and text';
COMMENT ON COLUMN documents.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN documents.last_load_id IS 'Load that last changed this row';
COMMENT ON COLUMN documents.doc_type IS 'news, offer or other';
COMMENT ON COLUMN documents.published_raw IS 'The date as printed';
COMMENT ON COLUMN documents.published_zone IS 'Where the zone came from: printed, source or offset';
COMMENT ON COLUMN documents.job IS 'What a job board printed beside the text';
COMMENT ON COLUMN documents.extra IS 'Columns of an import that map to no field';
COMMENT ON COLUMN documents.provenance IS 'Field name to how it was read';
COMMENT ON COLUMN documents.extractor IS 'Version of the extractor';
COMMENT ON COLUMN documents.fetch_id IS 'Fetch that brought this version';
COMMENT ON COLUMN documents.ruleset IS 'Version of indicators and lexicons that read it';
COMMENT ON COLUMN documents.model IS 'Version of the trained models that read it';
COMMENT ON COLUMN documents.code IS 'Version of the code that read it';
