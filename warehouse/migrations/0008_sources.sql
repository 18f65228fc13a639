-- A crawl with all that it counted, and what is to be thought of it.
ALTER TABLE store.source_runs RENAME TO old_source_runs;
CREATE TABLE store.source_runs (
    run_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ NOT NULL,
    reached BOOLEAN NOT NULL,
    unchanged BOOLEAN,
    listed BIGINT,
    known BIGINT,
    fetched BIGINT,
    parsed BIGINT,
    with_title BIGINT,
    with_date BIGINT,
    with_body BIGINT,
    edited BIGINT,
    rechecked BIGINT,
    duplicates BIGINT,
    alike BIGINT,
    ahead BIGINT,
    register_rows BIGINT,
    refused_by_robots BIGINT,
    blocked BIGINT,
    failed BIGINT,
    refused MAP (VARCHAR, BIGINT),
    refused_listings MAP (VARCHAR, BIGINT),
    redirected_to VARCHAR,
    newest TIMESTAMPTZ,
    alarms VARCHAR[],
    reason VARCHAR,
    state VARCHAR,
    rule VARCHAR,
    detail VARCHAR,
    next_at TIMESTAMPTZ,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
INSERT INTO store.source_runs BY NAME
SELECT
    o.*,
    CASE
        WHEN o.blocked > 0 AND o.parsed = 0 AND o.blocked + o.failed + o.refused_by_robots >= o.listed THEN 'blocked'
        WHEN NOT o.reached THEN 'broken'
        WHEN o.failed > o.fetched AND 2 * o.failed >= o.listed THEN 'broken'
        WHEN o.parsed = 0 THEN 'quiet'
        ELSE 'healthy'
    END AS state
FROM store.old_source_runs AS o;
DROP TABLE store.old_source_runs;
COMMENT ON TABLE store.source_runs IS 'One row a crawl of a source';
COMMENT ON COLUMN store.source_runs.run_id IS 'Id of the crawl';
COMMENT ON COLUMN store.source_runs.source IS 'The source';
COMMENT ON COLUMN store.source_runs.started_at IS 'Begin (UTC)';
COMMENT ON COLUMN store.source_runs.ended_at IS 'End (UTC)';
COMMENT ON COLUMN store.source_runs.reached IS 'Whether the site answered at all';
COMMENT ON COLUMN store.source_runs.unchanged IS 'Whether the listings answered that nothing had changed';
COMMENT ON COLUMN store.source_runs.listed IS 'Addresses found';
COMMENT ON COLUMN store.source_runs.known IS 'Of these, addresses that had been read before';
COMMENT ON COLUMN store.source_runs.fetched IS 'Pages fetched';
COMMENT ON COLUMN store.source_runs.parsed IS 'Documents made of them';
COMMENT ON COLUMN store.source_runs.with_title IS 'Documents with a title';
COMMENT ON COLUMN store.source_runs.with_date IS 'Documents with a date';
COMMENT ON COLUMN store.source_runs.with_body IS 'Documents with a text';
COMMENT ON COLUMN store.source_runs.edited IS 'Documents that are later versions of known ones';
COMMENT ON COLUMN store.source_runs.rechecked IS 'Known pages that were looked at again and had not changed';
COMMENT ON COLUMN store.source_runs.duplicates IS 'Pages that turned out to be a known document under another address';
COMMENT ON COLUMN store.source_runs.alike IS 'Documents with the very text of another one of the run';
COMMENT ON COLUMN store.source_runs.ahead IS 'Documents dated more than a quarter of an hour after they were fetched';
COMMENT ON COLUMN store.source_runs.register_rows IS 'Lines of an official register';
COMMENT ON COLUMN store.source_runs.refused_by_robots IS 'Addresses not asked because robots.txt forbids';
COMMENT ON COLUMN store.source_runs.blocked IS 'Answers that were a refusal or a block page';
COMMENT ON COLUMN store.source_runs.failed IS 'Requests that failed';
COMMENT ON COLUMN store.source_runs.refused IS 'How often each named refusal happened';
COMMENT ON COLUMN store.source_runs.refused_listings IS 'Those of them that were refusals of listings';
COMMENT ON COLUMN store.source_runs.redirected_to IS 'Where the listing has moved for good';
COMMENT ON COLUMN store.source_runs.newest IS 'Publication time of the newest page listed or read';
COMMENT ON COLUMN store.source_runs.alarms IS 'Rules of extraction that stopped matching, lines that are repeated';
COMMENT ON COLUMN store.source_runs.reason IS 'What went wrong';
COMMENT ON COLUMN store.source_runs.state IS 'healthy, quiet, degraded, broken, blocked or disabled (docs/health.md)';
COMMENT ON COLUMN store.source_runs.rule IS 'The rule that decided the state';
COMMENT ON COLUMN store.source_runs.detail IS 'What the rule saw, in one sentence';
COMMENT ON COLUMN store.source_runs.next_at IS 'When the source is asked again';
COMMENT ON COLUMN store.source_runs.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.source_runs.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.register_rows (
    register_name VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    valid_from DATE,
    valid_until DATE,
    details MAP (VARCHAR, VARCHAR) NOT NULL,
    source VARCHAR NOT NULL,
    url VARCHAR,
    fetch_id VARCHAR,
    first_seen TIMESTAMPTZ NOT NULL,
    last_seen TIMESTAMPTZ NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.register_rows IS 'Lines of official registers, one row for each wording a line had';
COMMENT ON COLUMN store.register_rows.register_name IS 'p3mi (licensed placement firms), p3mi_sanction or job_order';
COMMENT ON COLUMN store.register_rows.key IS 'What names the line in the register';
COMMENT ON COLUMN store.register_rows.name IS 'The firm';
COMMENT ON COLUMN store.register_rows.valid_from IS 'First day, as printed';
COMMENT ON COLUMN store.register_rows.valid_until IS 'Last day, as printed';
COMMENT ON COLUMN store.register_rows.details IS 'All else that the line says';
COMMENT ON COLUMN store.register_rows.source IS 'Source it was read from';
COMMENT ON COLUMN store.register_rows.url IS 'Page it was read from';
COMMENT ON COLUMN store.register_rows.fetch_id IS 'Fetch it was last read from';
COMMENT ON COLUMN store.register_rows.first_seen IS 'When the line first stood there in this wording (UTC)';
COMMENT ON COLUMN store.register_rows.last_seen IS 'When it last did (UTC)';
COMMENT ON COLUMN store.register_rows.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.register_rows.last_load_id IS 'Load that last changed this row';
