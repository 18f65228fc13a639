CREATE VIEW source_health AS
SELECT
    r.run_id,
    r.source,
    r.started_at,
    r.ended_at,
    CASE
        WHEN r.blocked > 0 AND r.parsed = 0 AND r.blocked + r.failed + r.refused_by_robots >= r.listed THEN 'blocked'
        WHEN r.refused_by_robots > 0 AND r.parsed = 0 AND r.fetched <= 1 THEN 'blocked'
        WHEN NOT r.reached THEN 'broken'
        WHEN r.failed > r.fetched AND 2 * r.failed >= r.listed THEN 'broken'
        WHEN r.parsed >= 5 AND (r.with_body = 0 OR 2 * r.with_date < r.parsed) THEN 'broken'
        WHEN r.parsed = 0 THEN 'quiet'
        ELSE 'healthy'
    END AS state,
    r.reached,
    r.listed,
    r.fetched,
    r.parsed,
    r.with_date,
    r.with_body,
    r.refused_by_robots,
    r.blocked,
    r.failed,
    r.reason,
    row_number() OVER (PARTITION BY r.source ORDER BY r.started_at DESC, r.run_id DESC) = 1 AS is_latest,
    r.first_load_id,
    r.last_load_id
FROM store.source_runs AS r;
COMMENT ON VIEW source_health IS 'How each crawl of each source went';
COMMENT ON COLUMN source_health.run_id IS 'Id of the crawl';
COMMENT ON COLUMN source_health.source IS 'The source';
COMMENT ON COLUMN source_health.started_at IS 'Begin (UTC)';
COMMENT ON COLUMN source_health.ended_at IS 'End (UTC)';
COMMENT ON COLUMN source_health.state IS 'blocked: block pages or robots.txt kept us out of everything; broken: not reached, more failures than pages and than half of what was listed, or of at least five documents none with a full text or fewer than half with a date; quiet: reached, but no document; else healthy';
COMMENT ON COLUMN source_health.reached IS 'Whether the site answered at all';
COMMENT ON COLUMN source_health.listed IS 'Addresses found';
COMMENT ON COLUMN source_health.fetched IS 'Pages fetched';
COMMENT ON COLUMN source_health.parsed IS 'Documents made of them';
COMMENT ON COLUMN source_health.with_date IS 'Documents with a date';
COMMENT ON COLUMN source_health.with_body IS 'Documents with a text';
COMMENT ON COLUMN source_health.refused_by_robots IS 'Addresses not asked because robots.txt forbids';
COMMENT ON COLUMN source_health.blocked IS 'Answers that were a refusal or a block page';
COMMENT ON COLUMN source_health.failed IS 'Requests that failed';
COMMENT ON COLUMN source_health.reason IS 'What went wrong';
COMMENT ON COLUMN source_health.is_latest IS 'Whether this is the latest crawl of the source';
COMMENT ON COLUMN source_health.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN source_health.last_load_id IS 'Load that last changed this row';
