CREATE TABLE store.documents (
    doc_id VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    external_id VARCHAR,
    source VARCHAR NOT NULL,
    outlet VARCHAR,
    url VARCHAR,
    byline VARCHAR,
    lang VARCHAR,
    kind_hint VARCHAR,
    published_at TIMESTAMPTZ,
    published_precision VARCHAR,
    published_zone VARCHAR,
    published_raw VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    job STRUCT(company VARCHAR, location VARCHAR, salary VARCHAR, posted VARCHAR, valid_until VARCHAR),
    provenance MAP (VARCHAR, VARCHAR) NOT NULL,
    fetch_id VARCHAR,
    extractor VARCHAR NOT NULL,
    extra MAP (VARCHAR, VARCHAR) NOT NULL,
    fate VARCHAR NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.documents IS 'One row a document, in its current version; its words are in document_versions';
COMMENT ON COLUMN store.documents.doc_id IS 'Hash of the canonical URL; without one, of import source and external id; without that, of the words';
COMMENT ON COLUMN store.documents.text_sha256 IS 'Version: hash of the clear title and text';
COMMENT ON COLUMN store.documents.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN store.documents.source IS 'Source file that brought it';
COMMENT ON COLUMN store.documents.outlet IS 'Who published it';
COMMENT ON COLUMN store.documents.url IS 'Canonical URL';
COMMENT ON COLUMN store.documents.byline IS 'Author as printed';
COMMENT ON COLUMN store.documents.lang IS 'Language named by the source, ISO 639';
COMMENT ON COLUMN store.documents.kind_hint IS 'news, job_ad or social, as the source says';
COMMENT ON COLUMN store.documents.published_at IS 'When it was published (UTC); null when no date could be read';
COMMENT ON COLUMN store.documents.published_precision IS 'second, minute, day, month or year';
COMMENT ON COLUMN store.documents.published_zone IS 'Where the zone came from: printed, source or offset';
COMMENT ON COLUMN store.documents.published_raw IS 'The date as printed';
COMMENT ON COLUMN store.documents.fetched_at IS 'When it was fetched or imported (UTC)';
COMMENT ON COLUMN store.documents.job IS 'What a job board printed beside the text';
COMMENT ON COLUMN store.documents.provenance IS 'Field name to how it was read';
COMMENT ON COLUMN store.documents.fetch_id IS 'Fetch that brought this version';
COMMENT ON COLUMN store.documents.extractor IS 'Version of the extractor';
COMMENT ON COLUMN store.documents.extra IS 'Columns of an import that map to no field';
COMMENT ON COLUMN store.documents.fate IS 'done, or out_of_scope';
COMMENT ON COLUMN store.documents.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.documents.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.document_versions (
    doc_id VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    text VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    fetch_id VARCHAR,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.document_versions IS 'Every text a document has had, masked';
COMMENT ON COLUMN store.document_versions.doc_id IS 'The document';
COMMENT ON COLUMN store.document_versions.text_sha256 IS 'Hash of the clear title and text';
COMMENT ON COLUMN store.document_versions.title IS 'Title, masked';
COMMENT ON COLUMN store.document_versions.text IS 'Text without boilerplate, masked; null in copies without full texts';
COMMENT ON COLUMN store.document_versions.fetched_at IS 'When this version was fetched (UTC)';
COMMENT ON COLUMN store.document_versions.fetch_id IS 'Fetch that brought this version';
COMMENT ON COLUMN store.document_versions.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.document_versions.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.fetches (
    fetch_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    final_url VARCHAR NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,
    status BIGINT NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    body_sha256 VARCHAR NOT NULL,
    archive_path VARCHAR NOT NULL,
    robots VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.fetches IS 'One row an answer of a site';
COMMENT ON COLUMN store.fetches.fetch_id IS 'Id of the fetch';
COMMENT ON COLUMN store.fetches.source IS 'Source it was made for';
COMMENT ON COLUMN store.fetches.url IS 'Address asked for';
COMMENT ON COLUMN store.fetches.final_url IS 'Address that answered, after redirects';
COMMENT ON COLUMN store.fetches."at" IS 'When (UTC)';
COMMENT ON COLUMN store.fetches.status IS 'HTTP status';
COMMENT ON COLUMN store.fetches.etag IS 'ETag of the answer';
COMMENT ON COLUMN store.fetches.last_modified IS 'Last-Modified of the answer';
COMMENT ON COLUMN store.fetches.body_sha256 IS 'Hash of the bytes';
COMMENT ON COLUMN store.fetches.archive_path IS 'Where the bytes lie, relative to the archive folder';
COMMENT ON COLUMN store.fetches.robots IS 'What robots.txt said: allowed, disallowed, unreachable, none or not_asked';
COMMENT ON COLUMN store.fetches.run_id IS 'Crawl that made it';
COMMENT ON COLUMN store.fetches.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.fetches.last_load_id IS 'Load that last changed this row';
