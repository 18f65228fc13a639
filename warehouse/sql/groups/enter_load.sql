INSERT INTO store.loads
SELECT
    $1 AS load_id,
    'link' AS kind,
    $2 AS code_version,
    $3 AS started_at,
    0 AS batches,
    0 AS records,
    0 AS done,
    0 AS seen,
    0 AS out_of_scope,
    0 AS retry,
    0 AS quarantined,
    0 AS rows_written
WHERE NOT EXISTS (SELECT 1 FROM store.loads AS l WHERE l.load_id = $1);
