CREATE VIEW registers AS
SELECT
    r.register_name,
    r.key,
    r.name,
    r.valid_from,
    r.valid_until,
    r.details,
    r.source,
    r.url,
    r.first_seen,
    r.last_seen,
    r.last_seen = max(r.last_seen) OVER (PARTITION BY r.register_name, r.key) AS is_latest,
    r.first_load_id,
    r.last_load_id
FROM store.register_rows AS r;
COMMENT ON VIEW registers IS 'Official registers as they stood: licensed placement firms (P3MI), sanctions, job orders';
COMMENT ON COLUMN registers.register_name IS 'p3mi (licensed placement firms), p3mi_sanction or job_order';
COMMENT ON COLUMN registers.key IS 'What names the line in the register';
COMMENT ON COLUMN registers.name IS 'The firm';
COMMENT ON COLUMN registers.valid_from IS 'First day, as printed';
COMMENT ON COLUMN registers.valid_until IS 'Last day, as printed';
COMMENT ON COLUMN registers.details IS 'All else that the line says';
COMMENT ON COLUMN registers.source IS 'Source it was read from';
COMMENT ON COLUMN registers.url IS 'Page it was read from';
COMMENT ON COLUMN registers.first_seen IS 'When the line first stood there in this wording (UTC)';
COMMENT ON COLUMN registers.last_seen IS 'When it last did (UTC)';
COMMENT ON COLUMN registers.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN registers.last_load_id IS 'Load that last changed this row';
COMMENT ON COLUMN registers.is_latest IS 'Whether the line was last seen in this wording';
