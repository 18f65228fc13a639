SELECT
    s.signal_key,
    s.doc_id,
    s.type,
    s.score,
    s.band,
    s.kind,
    s.review_state,
    s.first_seen
FROM signals AS s
WHERE starts_with(s.signal_key, $1)
ORDER BY s.signal_key;
