-- Signals that nobody has answered for their present evidence, strongest first.
SELECT
    s.signal_key,
    s.type,
    s.band,
    round(s.score, 2) AS score,
    s.review_state,
    coalesce(nullif(d.title, ''), left(d.text, 90) || ' …') AS title
FROM signals AS s
INNER JOIN documents AS d ON s.doc_id = d.doc_id
WHERE s.review_state IN ('open', 'stale')
ORDER BY s.band DESC, s.score DESC, s.signal_key;
