-- A story or campaign counts once, however many outlets carried it.
WITH new AS (
    SELECT
        s.doc_id,
        s.type,
        s.kind,
        coalesce(if(s.type = 'scam_offer', s.campaign_id, s.story_id), s.doc_id) AS group_id
    FROM signals AS s
    WHERE s.first_seen >= $week_start AND s.first_seen < $week_end AND s.review_state <> 'reject'
),

told AS (
    SELECT
        'kind' AS list,
        n.kind AS code,
        n.group_id
    FROM new AS n
    WHERE n.kind IS NOT NULL
    UNION ALL
    SELECT
        'province' AS list,
        unnest(c.origin_provinces) AS code,
        n.group_id
    FROM new AS n
    INNER JOIN store.cases AS c ON n.type = 'tppo_case' AND n.doc_id = c.doc_id AND NOT c.is_background
    UNION ALL
    SELECT
        'destination' AS list,
        unnest(c.destination_countries) AS code,
        n.group_id
    FROM new AS n
    INNER JOIN store.cases AS c ON n.type = 'tppo_case' AND n.doc_id = c.doc_id AND NOT c.is_background
    UNION ALL
    SELECT
        'destination' AS list,
        unnest(o.destination) AS code,
        n.group_id
    FROM new AS n
    INNER JOIN store.offers AS o ON n.type = 'scam_offer' AND n.doc_id = o.doc_id
)

SELECT
    t.list,
    t.code,
    count(DISTINCT t.group_id) AS n
FROM told AS t
GROUP BY t.list, t.code
ORDER BY t.list, n DESC, t.code;
