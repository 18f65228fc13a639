MERGE INTO store.source_runs AS t
USING (
    SELECT r.*
    FROM given_source_runs AS r
    QUALIFY row_number() OVER (PARTITION BY r.run_id ORDER BY r.ended_at DESC) = 1
) AS s
    ON t.run_id = s.run_id
WHEN MATCHED AND (
    t.source, t.started_at, t.ended_at, t.reached, t.listed, t.fetched, t.parsed, t.with_date, t.with_body, t.refused_by_robots, t.blocked, t.failed, t.reason
)
IS DISTINCT FROM (
    s.source, s.started_at, s.ended_at, s.reached, s.listed, s.fetched, s.parsed, s.with_date, s.with_body, s.refused_by_robots, s.blocked, s.failed, s.reason
) THEN
    UPDATE
        SET
            source = s.source,
            started_at = s.started_at,
            ended_at = s.ended_at,
            reached = s.reached,
            listed = s.listed,
            fetched = s.fetched,
            parsed = s.parsed,
            with_date = s.with_date,
            with_body = s.with_body,
            refused_by_robots = s.refused_by_robots,
            blocked = s.blocked,
            failed = s.failed,
            reason = s.reason,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    run_id,
    source,
    started_at,
    ended_at,
    reached,
    listed,
    fetched,
    parsed,
    with_date,
    with_body,
    refused_by_robots,
    blocked,
    failed,
    reason,
    first_load_id,
    last_load_id
) VALUES (
    s.run_id,
    s.source,
    s.started_at,
    s.ended_at,
    s.reached,
    s.listed,
    s.fetched,
    s.parsed,
    s.with_date,
    s.with_body,
    s.refused_by_robots,
    s.blocked,
    s.failed,
    s.reason,
    getvariable('load_id'), getvariable('load_id')
);
