CREATE VIEW events AS
WITH members AS (
    SELECT
        g.group_id,
        min(l.started_at) AS first_seen,
        max(l.started_at) AS last_seen,
        count(DISTINCT g.doc_id) AS n_documents,
        list_sort(list_distinct(list(n.kind))) AS kinds,
        list_sort(list_distinct(flatten(list(c.origin_provinces)))) AS origin_provinces,
        list_sort(list_distinct(flatten(list(c.destination_countries)))) AS destination_countries,
        max(coalesce(c.victims_max, c.victims_min)) AS victims_max,
        arg_max(c.stage, d.published_at) AS stage_latest
    FROM store.group_members AS g
    INNER JOIN store.documents AS d ON g.doc_id = d.doc_id
    INNER JOIN store.loads AS l ON d.first_load_id = l.load_id
    INNER JOIN store.news AS n ON g.doc_id = n.doc_id
    LEFT JOIN store.cases AS c ON g.doc_id = c.doc_id AND NOT c.is_background
    WHERE g.group_type = 'event'
    GROUP BY g.group_id
)

SELECT
    g.group_id AS event_id,
    m.first_seen,
    m.last_seen,
    coalesce(m.n_documents, 0) AS n_documents,
    g.merged_into,
    m.kinds,
    m.origin_provinces,
    m.destination_countries,
    m.victims_max,
    m.stage_latest
FROM store.groups AS g
LEFT JOIN members AS m ON g.group_id = m.group_id
WHERE g.group_type = 'event';
COMMENT ON VIEW events IS 'The same victims or suspects, through the later procedure';
COMMENT ON COLUMN events.event_id IS 'Id of the event, given once';
COMMENT ON COLUMN events.first_seen IS 'Begin of the load that brought its first document (UTC)';
COMMENT ON COLUMN events.last_seen IS 'Begin of the load that brought its latest document (UTC)';
COMMENT ON COLUMN events.n_documents IS 'Documents in it; none after a merge';
COMMENT ON COLUMN events.merged_into IS 'The event this one became part of';
COMMENT ON COLUMN events.kinds IS 'Kinds of news that told it';
COMMENT ON COLUMN events.origin_provinces IS 'Home provinces of the victims';
COMMENT ON COLUMN events.destination_countries IS 'Where they were to work, ISO2';
COMMENT ON COLUMN events.victims_max IS 'Most victims any document tells';
COMMENT ON COLUMN events.stage_latest IS 'Stage told by its latest document';
