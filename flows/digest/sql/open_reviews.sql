-- The strongest signals that nobody has answered yet.
SELECT
    s.signal_key,
    d.title,
    s.band,
    s.type
FROM signals AS s
INNER JOIN documents AS d ON s.doc_id = d.doc_id
WHERE s.review_state IN ('open', 'stale') AND s.band >= 2
ORDER BY s.band DESC, s.score DESC, s.signal_key
LIMIT 5;
