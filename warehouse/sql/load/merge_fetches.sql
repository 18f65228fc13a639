MERGE INTO store.fetches AS t
USING (
    SELECT unnest(i.fetch)
    FROM incoming AS i
    WHERE i.fetch.fetch_id IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY i.fetch.fetch_id ORDER BY i.ordinal DESC) = 1
) AS s
    ON t.fetch_id = s.fetch_id
WHEN MATCHED AND (t.source, t.url, t.final_url, t."at", t.status, t.etag, t.last_modified, t.body_sha256, t.archive_path, t.robots, t.run_id)
IS DISTINCT FROM (s.source, s.url, s.final_url, s."at", s.status, s.etag, s.last_modified, s.body_sha256, s.archive_path, s.robots, s.run_id) THEN
    UPDATE
        SET
            source = s.source,
            url = s.url,
            final_url = s.final_url,
            "at" = s."at",
            status = s.status,
            etag = s.etag,
            last_modified = s.last_modified,
            body_sha256 = s.body_sha256,
            archive_path = s.archive_path,
            robots = s.robots,
            run_id = s.run_id,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    fetch_id, source, url, final_url, "at", status, etag, last_modified, body_sha256, archive_path, robots, run_id, first_load_id, last_load_id
) VALUES (
    s.fetch_id, s.source, s.url, s.final_url, s."at", s.status, s.etag, s.last_modified, s.body_sha256, s.archive_path, s.robots, s.run_id,
    getvariable('load_id'), getvariable('load_id')
);
