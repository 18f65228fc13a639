MERGE INTO store.register_rows AS t
USING (
    SELECT
        r.register_name,
        r.key,
        r.name,
        r.valid_from,
        r.valid_until,
        r.details,
        arg_max(r.source, r.seen_at) AS source,
        arg_max_null(r.url, r.seen_at) AS url,
        arg_max_null(r.fetch_id, r.seen_at) AS fetch_id,
        min(r.seen_at) AS first_seen,
        max(r.seen_at) AS last_seen
    FROM given_register_rows AS r
    GROUP BY r.register_name, r.key, r.name, r.valid_from, r.valid_until, r.details
) AS s
    ON
        t.register_name = s.register_name
        AND t.key = s.key
        AND t.name = s.name
        AND t.valid_from IS NOT DISTINCT FROM s.valid_from
        AND t.valid_until IS NOT DISTINCT FROM s.valid_until
        AND t.details = s.details
WHEN MATCHED AND (t.last_seen < s.last_seen OR t.first_seen > s.first_seen) THEN
    UPDATE
        SET
            source = CASE WHEN t.last_seen < s.last_seen THEN s.source ELSE t.source END,
            url = CASE WHEN t.last_seen < s.last_seen THEN s.url ELSE t.url END,
            fetch_id = CASE WHEN t.last_seen < s.last_seen THEN s.fetch_id ELSE t.fetch_id END,
            first_seen = least(t.first_seen, s.first_seen),
            last_seen = greatest(t.last_seen, s.last_seen),
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    register_name, key, name, valid_from, valid_until, details, source, url, fetch_id, first_seen, last_seen, first_load_id, last_load_id
) VALUES (
    s.register_name, s.key, s.name, s.valid_from, s.valid_until, s.details, s.source, s.url, s.fetch_id, s.first_seen, s.last_seen,
    getvariable('load_id'), getvariable('load_id')
);
