-- Lines of the registers with the days on which they stood. A line whose firm has another wording now, or that its
-- source's list has not shown for two weeks, ended when it was last seen.
WITH placed AS (
    SELECT
        r.register_name,
        r.name,
        r.valid_from,
        r.valid_until,
        r.details,
        cast(timezone('Asia/Jakarta', r.last_seen) AS DATE) AS last_day,
        r.last_seen < max(r.last_seen) OVER (PARTITION BY r.register_name, r.source, r.key) - INTERVAL 1 DAY
        OR r.last_seen < max(r.last_seen) OVER (PARTITION BY r.register_name, r.source) - INTERVAL 14 DAY AS has_ended
    FROM registers AS r
)

SELECT
    p.register_name,
    p.name,
    p.valid_from,
    CASE WHEN p.has_ended THEN least(p.valid_until, p.last_day) ELSE p.valid_until END AS valid_until,
    p.details
FROM placed AS p
ORDER BY ALL;
