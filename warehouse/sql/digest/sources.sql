SELECT
    h.source,
    arg_max(h.state, (h.started_at, h.run_id)) AS state,
    count(*) AS runs,
    cast(sum(h.fetched) AS BIGINT) AS fetched,
    cast(sum(h.parsed) AS BIGINT) AS parsed,
    cast(sum(h.blocked) AS BIGINT) AS blocked,
    cast(sum(h.failed) AS BIGINT) AS failed,
    arg_max_null(h.reason, (h.started_at, h.run_id)) AS reason,
    max(h.ended_at) AS ended_at
FROM source_health AS h
WHERE h.started_at >= $week_start AND h.started_at < $week_end
GROUP BY h.source
ORDER BY h.source;
