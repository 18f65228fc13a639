WITH delivered AS (
    SELECT DISTINCT unnest(d.signal_keys) AS signal_key
    FROM store.deliveries AS d
    WHERE d.recipient = $recipient
),

grouped AS (
    SELECT
        s.*,
        if(s.type = 'scam_offer', s.campaign_id, s.story_id) AS group_id
    FROM signals AS s
),

known AS (
    SELECT DISTINCT
        g.type,
        g.group_id
    FROM grouped AS g
    WHERE g.group_id IS NOT NULL AND g.first_seen < $week_start
),

evidence AS (
    SELECT
        h.signal_key,
        list(
            {
                'indicator': h.indicator,
                'label_id': i.label_id,
                'label_en': i.label_en,
                'quote': h.quote,
                'weight': h.weight
            }
            ORDER BY h.weight DESC, h.field DESC, h.start_char
        ) AS quotes
    FROM store.hits AS h
    LEFT JOIN store.indicators AS i ON h.indicator = i.indicator
    GROUP BY h.signal_key
),

told AS (
    SELECT
        c.doc_id,
        {
            'victims_min': c.victims_min,
            'victims_max': c.victims_max,
            'suspects_n': c.suspects_n,
            'minor_involved': c.minor_involved,
            'origin_provinces': c.origin_provinces,
            'destination_countries': c.destination_countries,
            'exploitation': c.exploitation,
            'legal_basis': c.legal_basis,
            'stage': c.stage,
            'event_from': c.event_from,
            'event_to': c.event_to,
            'tppo_status': n.tppo_status,
            'tppo_status_by': n.tppo_status_by,
            'agencies': n.agencies
        } AS facts
    FROM cases AS c
    INNER JOIN store.news AS n ON c.doc_id = n.doc_id
    WHERE NOT c.is_background
    QUALIFY row_number() OVER (PARTITION BY c.doc_id ORDER BY c.case_id) = 1
)

SELECT
    g.signal_key,
    g.type,
    g.score,
    g.band,
    g.kind,
    g.review_state,
    g.first_seen,
    g.doc_id,
    d.title,
    d.url,
    coalesce(d.outlet, d.source) AS outlet,
    d.published_at,
    g.group_id,
    k.group_id IS NOT NULL AS is_known_group,
    coalesce(e.quotes, []) AS quotes,
    t.facts AS "case",
    CASE
        WHEN o.doc_id IS NOT NULL
            THEN { 'scope': o.scope, 'destination': o.destination, 'job': o.job, 'pay_raw': o.pay_raw }
    END AS offer
FROM grouped AS g
INNER JOIN documents AS d ON g.doc_id = d.doc_id
LEFT JOIN known AS k ON g.type = k.type AND g.group_id = k.group_id
LEFT JOIN evidence AS e ON g.signal_key = e.signal_key
LEFT JOIN told AS t ON g.type = 'tppo_case' AND g.doc_id = t.doc_id
LEFT JOIN offers AS o ON g.type = 'scam_offer' AND g.doc_id = o.doc_id
WHERE
    g.first_seen >= $week_start
    AND g.first_seen < $week_end
    AND g.review_state <> 'reject'
    AND g.signal_key NOT IN (SELECT x.signal_key FROM delivered AS x)
ORDER BY g.band DESC, g.score DESC, d.published_at, g.signal_key;
