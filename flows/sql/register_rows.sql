SELECT
    r.register_name,
    r.name,
    r.valid_from,
    r.valid_until,
    r.details,
    r.source,
    r.last_seen,
    r.is_latest
FROM registers AS r
ORDER BY r.register_name, r.name, r.last_seen DESC;
