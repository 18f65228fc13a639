CREATE VIEW leads AS
WITH words AS (
    SELECT map_from_entries(list((l.list || ':' || l.code, l.label_id))) AS names
    FROM store.labels AS l
),

quoted AS (
    SELECT
        x.signal_key,
        string_agg(x.quote, '; ' ORDER BY x.weight DESC, x.quote) AS quotes
    FROM (
        SELECT
            h.signal_key,
            regexp_replace(trim(h.quote), '\s+', ' ', 'g') AS quote,
            max(h.weight) AS weight
        FROM store.hits AS h
        GROUP BY ALL
    ) AS x
    GROUP BY x.signal_key
),

named AS (
    SELECT
        x.signal_key,
        string_agg(
            coalesce(i.label_id, k.label_id, x.indicator), '; ' ORDER BY x.weight DESC, x.indicator
        ) AS indicators
    FROM (
        SELECT
            h.signal_key,
            h.indicator,
            max(h.weight) AS weight
        FROM store.hits AS h
        GROUP BY h.signal_key, h.indicator
    ) AS x
    LEFT JOIN store.indicators AS i ON x.indicator = i.indicator
    LEFT JOIN store.labels AS k ON x.indicator = k.code AND k.list = 'kind'
    GROUP BY x.signal_key
),

told AS (
    SELECT c.*
    FROM store.cases AS c
    QUALIFY row_number() OVER (PARTITION BY c.doc_id ORDER BY c.is_background, c.case_id) = 1
)

SELECT
    s.signal_key,
    w.names['type:' || s.type] AS type,
    w.names['band:' || s.band] AS band,
    coalesce(w.names['kind:' || s.kind], s.kind) AS kind,
    round(s.score, 2) AS score,
    w.names['review:' || s.review_state] AS review,
    strftime(s.first_seen AT TIME ZONE 'Asia/Jakarta', '%Y-%m-%d %H:%M') AS first_seen_wib,
    left(
        strftime(d.published_at AT TIME ZONE 'Asia/Jakarta', '%Y-%m-%d %H:%M'),
        CASE d.published_precision WHEN 'year' THEN 4 WHEN 'month' THEN 7 WHEN 'day' THEN 10 ELSE 16 END
    ) AS published_wib,
    coalesce(d.outlet, d.source) AS outlet,
    nullif(regexp_replace(d.title, '^[-=+@\t\r]', '''\0'), '') AS title,
    d.url,
    regexp_replace(q.quotes, '^[-=+@\t\r]', '''\0') AS quotes,
    x.indicators,
    regexp_replace(coalesce(o.job, c.promised_job), '^[-=+@\t\r]', '''\0') AS job,
    regexp_replace(coalesce(o.pay.raw, c.promised_pay.raw), '^[-=+@\t\r]', '''\0') AS pay,
    nullif(
        array_to_string(
            list_transform(
                coalesce(o.destination, c.destination_countries),
                LAMBDA y: coalesce(w.names['country:' || y], y)
            ),
            '; '
        ), ''
    ) AS destinations,
    nullif(array_to_string(c.origin_provinces, '; '), '') AS origin_provinces,
    nullif(
        array_to_string(
            list_transform(c.exploitation, LAMBDA y: coalesce(w.names['exploitation:' || y], y)), '; '
        ), ''
    ) AS exploitation,
    CASE
        WHEN c.victims_min = c.victims_max THEN cast(c.victims_min AS VARCHAR)
        WHEN c.victims_max IS NULL THEN 'sedikitnya ' || c.victims_min
        WHEN c.victims_min IS NULL THEN 'paling banyak ' || c.victims_max
        ELSE c.victims_min || ' sampai ' || c.victims_max
    END AS victims,
    c.suspects_n AS suspects,
    CASE c.minor_involved WHEN TRUE THEN 'ya' WHEN FALSE THEN 'tidak' END AS minors,
    coalesce(w.names['stage:' || c.stage], c.stage) AS stage,
    nullif(concat_ws(' ', w.names['status:' || n.tppo_status], w.names['speaker:' || n.tppo_status_by]), '') AS status,
    nullif(array_to_string(c.legal_basis, '; '), '') AS legal_basis,
    nullif(array_to_string(n.agencies, '; '), '') AS agencies,
    s.campaign_id,
    s.story_id,
    s.event_id,
    s.doc_id,
    d.external_id
FROM signals AS s
INNER JOIN documents AS d ON s.doc_id = d.doc_id
CROSS JOIN words AS w
LEFT JOIN quoted AS q ON s.signal_key = q.signal_key
LEFT JOIN named AS x ON s.signal_key = x.signal_key
LEFT JOIN store.offers AS o ON s.doc_id = o.doc_id
LEFT JOIN store.news AS n ON s.doc_id = n.doc_id
LEFT JOIN told AS c ON s.doc_id = c.doc_id
ORDER BY s.band DESC, s.score DESC, s.signal_key;
COMMENT ON VIEW leads IS 'One line a signal, for a spreadsheet: Indonesian words, WIB times, lists joined by "; ". A cell that a spreadsheet would take for a formula begins with an apostrophe';
COMMENT ON COLUMN leads.signal_key IS 'The signal';
COMMENT ON COLUMN leads.type IS 'Jenis: kind of signal';
COMMENT ON COLUMN leads.band IS 'Tingkat: none, low, medium or high';
COMMENT ON COLUMN leads.kind IS 'Jenis berita: kind of news';
COMMENT ON COLUMN leads.score IS 'Risk of an offer, probability of a case';
COMMENT ON COLUMN leads.review IS 'Tinjauan: what people said';
COMMENT ON COLUMN leads.first_seen_wib IS 'When we saw it first, WIB';
COMMENT ON COLUMN leads.published_wib IS 'When it was published, WIB, as exactly as it is known';
COMMENT ON COLUMN leads.outlet IS 'Who published it';
COMMENT ON COLUMN leads.title IS 'Title, masked';
COMMENT ON COLUMN leads.url IS 'Canonical URL';
COMMENT ON COLUMN leads.quotes IS 'Bukti: the words that gave it away, masked';
COMMENT ON COLUMN leads.indicators IS 'Their labels';
COMMENT ON COLUMN leads.job IS 'Job offered or promised';
COMMENT ON COLUMN leads.pay IS 'Pay offered or promised, verbatim';
COMMENT ON COLUMN leads.destinations IS 'Negara tujuan: countries';
COMMENT ON COLUMN leads.origin_provinces IS 'Home provinces of the victims';
COMMENT ON COLUMN leads.exploitation IS 'Forms of exploitation';
COMMENT ON COLUMN leads.victims IS 'Korban: how many';
COMMENT ON COLUMN leads.suspects IS 'Tersangka: how many';
COMMENT ON COLUMN leads.minors IS 'Whether a victim is under 18';
COMMENT ON COLUMN leads.stage IS 'Tahap: stage of the procedure';
COMMENT ON COLUMN leads.status IS 'Whether said to be trafficking, and by whom';
COMMENT ON COLUMN leads.legal_basis IS 'Articles cited';
COMMENT ON COLUMN leads.agencies IS 'Public bodies named';
COMMENT ON COLUMN leads.campaign_id IS 'Campaign of the offer';
COMMENT ON COLUMN leads.story_id IS 'Story of the news';
COMMENT ON COLUMN leads.event_id IS 'Event of the case';
COMMENT ON COLUMN leads.doc_id IS 'The document';
COMMENT ON COLUMN leads.external_id IS 'Id given at import';
