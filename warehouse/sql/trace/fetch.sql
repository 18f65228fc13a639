SELECT
    f.fetch_id,
    f.source,
    f.url,
    f.final_url,
    f.at,
    f.status,
    f.etag,
    f.last_modified,
    f.body_sha256,
    f.archive_path,
    f.robots,
    f.run_id
FROM store.fetches AS f
WHERE f.fetch_id = $1;
