SELECT
    (
        SELECT count(*)
        FROM store.documents AS d
        INNER JOIN store.loads AS l ON d.first_load_id = l.load_id
        WHERE l.started_at >= $week_start AND l.started_at < $week_end
    ) AS documents,
    (
        SELECT count(*)
        FROM signals AS s
        WHERE s.review_state IN ('open', 'stale')
    ) AS open_reviews;
