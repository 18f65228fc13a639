-- Answers given, newest first.
SELECT
    r.review_id,
    r."at",
    r.signal_key,
    r.verdict,
    r.reviewer,
    r.note,
    CASE WHEN r.is_valid THEN 'counts' ELSE 'evidence has changed' END AS state
FROM reviews AS r
ORDER BY r."at" DESC, r.review_id;
