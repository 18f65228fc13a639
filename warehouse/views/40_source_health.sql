CREATE VIEW source_health AS
SELECT
    r.run_id,
    r.source,
    r.started_at,
    r.ended_at,
    r.state,
    r.rule,
    r.detail,
    r.reached,
    r.unchanged,
    r.listed,
    r.known,
    r.fetched,
    r.parsed,
    r.with_title,
    r.with_date,
    r.with_body,
    r.edited,
    r.rechecked,
    r.duplicates,
    r.alike,
    r.ahead,
    r.register_rows,
    r.refused_by_robots,
    r.blocked,
    r.failed,
    r.refused,
    r.refused_listings,
    r.redirected_to,
    r.newest,
    r.alarms,
    r.reason,
    r.next_at,
    row_number() OVER (PARTITION BY r.source ORDER BY r.started_at DESC, r.run_id DESC) = 1 AS is_latest,
    r.first_load_id,
    r.last_load_id
FROM store.source_runs AS r;
COMMENT ON VIEW source_health IS 'How each crawl of each source went';
COMMENT ON COLUMN source_health.run_id IS 'Id of the crawl';
COMMENT ON COLUMN source_health.source IS 'The source';
COMMENT ON COLUMN source_health.started_at IS 'Begin (UTC)';
COMMENT ON COLUMN source_health.ended_at IS 'End (UTC)';
COMMENT ON COLUMN source_health.state IS 'healthy, quiet, degraded, broken, blocked or disabled (docs/health.md)';
COMMENT ON COLUMN source_health.rule IS 'The rule that decided the state';
COMMENT ON COLUMN source_health.detail IS 'What the rule saw, in one sentence';
COMMENT ON COLUMN source_health.reached IS 'Whether the site answered at all';
COMMENT ON COLUMN source_health.unchanged IS 'Whether the listings answered that nothing had changed';
COMMENT ON COLUMN source_health.listed IS 'Addresses found';
COMMENT ON COLUMN source_health.known IS 'Of these, addresses that had been read before';
COMMENT ON COLUMN source_health.fetched IS 'Pages fetched';
COMMENT ON COLUMN source_health.parsed IS 'Documents made of them';
COMMENT ON COLUMN source_health.with_title IS 'Documents with a title';
COMMENT ON COLUMN source_health.with_date IS 'Documents with a date';
COMMENT ON COLUMN source_health.with_body IS 'Documents with a text';
COMMENT ON COLUMN source_health.edited IS 'Documents that are later versions of known ones';
COMMENT ON COLUMN source_health.rechecked IS 'Known pages that were looked at again and had not changed';
COMMENT ON COLUMN source_health.duplicates IS 'Pages that turned out to be a known document under another address';
COMMENT ON COLUMN source_health.alike IS 'Documents with the very text of another one of the run';
COMMENT ON COLUMN source_health.ahead IS 'Documents dated more than a quarter of an hour after they were fetched';
COMMENT ON COLUMN source_health.register_rows IS 'Lines of an official register';
COMMENT ON COLUMN source_health.refused_by_robots IS 'Addresses not asked because robots.txt forbids';
COMMENT ON COLUMN source_health.blocked IS 'Answers that were a refusal or a block page';
COMMENT ON COLUMN source_health.failed IS 'Requests that failed';
COMMENT ON COLUMN source_health.refused IS 'How often each named refusal happened';
COMMENT ON COLUMN source_health.refused_listings IS 'Those of them that were refusals of listings';
COMMENT ON COLUMN source_health.redirected_to IS 'Where the listing has moved for good';
COMMENT ON COLUMN source_health.newest IS 'Publication time of the newest page listed or read';
COMMENT ON COLUMN source_health.alarms IS 'Rules of extraction that stopped matching, lines that are repeated';
COMMENT ON COLUMN source_health.reason IS 'What went wrong';
COMMENT ON COLUMN source_health.next_at IS 'When the source is asked again';
COMMENT ON COLUMN source_health.is_latest IS 'Whether this is the latest crawl of the source';
COMMENT ON COLUMN source_health.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN source_health.last_load_id IS 'Load that last changed this row';
