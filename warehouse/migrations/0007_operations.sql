CREATE TABLE store.quarantine (
    source VARCHAR NOT NULL,
    ref VARCHAR NOT NULL,
    doc_id VARCHAR,
    reason VARCHAR,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.quarantine IS 'Records that could not be read and wait for a person';
COMMENT ON COLUMN store.quarantine.source IS 'Source of the record';
COMMENT ON COLUMN store.quarantine.ref IS 'Names the record: URL, or file and line';
COMMENT ON COLUMN store.quarantine.doc_id IS 'Document, where it got so far';
COMMENT ON COLUMN store.quarantine.reason IS 'Why it could not be read';
COMMENT ON COLUMN store.quarantine.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.quarantine.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.source_runs (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    reached BOOLEAN NOT NULL,
    listed BIGINT NOT NULL,
    fetched BIGINT NOT NULL,
    parsed BIGINT NOT NULL,
    with_date BIGINT NOT NULL,
    with_body BIGINT NOT NULL,
    refused_by_robots BIGINT NOT NULL,
    blocked BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    reason VARCHAR,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.source_runs IS 'One row a crawl of a source';
COMMENT ON COLUMN store.source_runs.run_id IS 'Id of the crawl';
COMMENT ON COLUMN store.source_runs.source IS 'The source';
COMMENT ON COLUMN store.source_runs.started_at IS 'Begin (UTC)';
COMMENT ON COLUMN store.source_runs.ended_at IS 'End (UTC)';
COMMENT ON COLUMN store.source_runs.reached IS 'Whether the site answered at all';
COMMENT ON COLUMN store.source_runs.listed IS 'Addresses found';
COMMENT ON COLUMN store.source_runs.fetched IS 'Pages fetched';
COMMENT ON COLUMN store.source_runs.parsed IS 'Documents made of them';
COMMENT ON COLUMN store.source_runs.with_date IS 'Documents with a date';
COMMENT ON COLUMN store.source_runs.with_body IS 'Documents with a text';
COMMENT ON COLUMN store.source_runs.refused_by_robots IS 'Addresses not asked because robots.txt forbids';
COMMENT ON COLUMN store.source_runs.blocked IS 'Answers that were a refusal or a block page';
COMMENT ON COLUMN store.source_runs.failed IS 'Requests that failed';
COMMENT ON COLUMN store.source_runs.reason IS 'What went wrong';
COMMENT ON COLUMN store.source_runs.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.source_runs.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.indicators (
    indicator VARCHAR NOT NULL,
    "group" VARCHAR NOT NULL,
    label_id VARCHAR NOT NULL,
    label_en VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL,
    weight DOUBLE NOT NULL,
    source VARCHAR NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.indicators IS 'The registry of indicators, as of the last load';
COMMENT ON COLUMN store.indicators.indicator IS 'Id, such as RF-01';
COMMENT ON COLUMN store.indicators."group" IS 'Group it belongs to';
COMMENT ON COLUMN store.indicators.label_id IS 'Short name, Indonesian';
COMMENT ON COLUMN store.indicators.label_en IS 'Short name, English';
COMMENT ON COLUMN store.indicators.meaning IS 'What it says about an offer or a text';
COMMENT ON COLUMN store.indicators.weight IS 'Weight in the score';
COMMENT ON COLUMN store.indicators.source IS 'Where the idea comes from';
COMMENT ON COLUMN store.indicators.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.indicators.last_load_id IS 'Load that last changed this row';
