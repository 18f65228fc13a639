INSERT INTO store.purged_files
SELECT
    p.archive_path,
    getvariable('load_id') AS first_load_id,
    getvariable('load_id') AS last_load_id
FROM purged_pages AS p
WHERE p.archive_path IS NOT NULL AND p.archive_path NOT IN (SELECT t.archive_path FROM store.purged_files AS t)
GROUP BY p.archive_path;
