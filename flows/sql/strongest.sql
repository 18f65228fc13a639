-- The strongest signals: two cases at least where there are so many, one signal a story or campaign.
WITH quoted AS (
    SELECT
        q.signal_key,
        list(
            {
                'indicator': q.indicator,
                'label': q.label,
                'quote': q.quote
            }
            ORDER BY q.weight DESC, q.quote
        ) AS quotes
    FROM (
        SELECT
            h.signal_key,
            h.indicator,
            coalesce(i.label_en, h.indicator) AS label,
            arg_max(h.quote, h.weight) AS quote,
            max(h.weight) AS weight
        FROM hits AS h
        LEFT JOIN indicators AS i ON h.indicator = i.indicator
        GROUP BY ALL
    ) AS q
    GROUP BY q.signal_key
),

foremost AS (
    SELECT s.*
    FROM signals AS s
    QUALIFY row_number() OVER (
        PARTITION BY s.type, coalesce(s.campaign_id, s.story_id, s.signal_key) ORDER BY s.band DESC, s.score DESC, s.signal_key
    ) = 1
),

ranked AS (
    SELECT
        l.*,
        row_number() OVER (PARTITION BY l.type ORDER BY l.band DESC, l.score DESC, l.signal_key) AS place
    FROM foremost AS l
)

SELECT
    r.signal_key,
    r.type,
    r.band,
    r.score,
    coalesce(nullif(d.title, ''), left(d.text, 90) || ' …') AS title,
    coalesce(d.outlet, d.source) AS outlet,
    q.quotes
FROM ranked AS r
INNER JOIN documents AS d ON r.doc_id = d.doc_id
INNER JOIN quoted AS q ON r.signal_key = q.signal_key
ORDER BY r.place > 2, r.band DESC, r.score DESC, r.signal_key;
