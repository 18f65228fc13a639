CREATE VIEW campaigns AS
WITH members AS (
    SELECT
        g.group_id,
        min(l.started_at) AS first_seen,
        max(l.started_at) AS last_seen,
        count(DISTINCT g.doc_id) AS n_documents,
        arg_min(v.title, (l.started_at, d.published_at, d.doc_id)) AS title,
        list_sort(list_distinct(flatten(list(list_transform(o.contacts, LAMBDA c: c.key))))) AS contact_keys,
        list_sort(list_distinct(flatten(list(list_transform(o.indicators, LAMBDA i: i.id))))) AS indicators,
        list_sort(list_distinct(flatten(list(o.destination)))) AS destinations,
        list_sort(list_distinct(list(o.job) FILTER (WHERE o.job IS NOT NULL))) AS jobs,
        max(o.band) AS max_band
    FROM store.group_members AS g
    INNER JOIN store.documents AS d ON g.doc_id = d.doc_id
    INNER JOIN store.loads AS l ON d.first_load_id = l.load_id
    INNER JOIN store.document_versions AS v ON d.doc_id = v.doc_id AND d.text_sha256 = v.text_sha256
    INNER JOIN store.offers AS o ON g.doc_id = o.doc_id
    WHERE g.group_type = 'campaign'
    GROUP BY g.group_id
)

SELECT
    g.group_id AS campaign_id,
    m.first_seen,
    m.last_seen,
    coalesce(m.n_documents, 0) AS n_documents,
    g.merged_into,
    m.title,
    m.contact_keys,
    m.indicators,
    m.destinations,
    m.jobs,
    m.max_band
FROM store.groups AS g
LEFT JOIN members AS m ON g.group_id = m.group_id
WHERE g.group_type = 'campaign';
COMMENT ON VIEW campaigns IS 'Offers made from one template or by one contact';
COMMENT ON COLUMN campaigns.campaign_id IS 'Id of the campaign, given once';
COMMENT ON COLUMN campaigns.first_seen IS 'Begin of the load that brought its first document (UTC)';
COMMENT ON COLUMN campaigns.last_seen IS 'Begin of the load that brought its latest document (UTC)';
COMMENT ON COLUMN campaigns.n_documents IS 'Documents in it; none after a merge';
COMMENT ON COLUMN campaigns.merged_into IS 'The campaign this one became part of';
COMMENT ON COLUMN campaigns.title IS 'Title of its first document';
COMMENT ON COLUMN campaigns.contact_keys IS 'Keyed hashes of the contacts in its offers';
COMMENT ON COLUMN campaigns.indicators IS 'Indicators in its offers';
COMMENT ON COLUMN campaigns.destinations IS 'Countries of work, ISO2';
COMMENT ON COLUMN campaigns.jobs IS 'Jobs offered';
COMMENT ON COLUMN campaigns.max_band IS 'Highest band of its offers';
