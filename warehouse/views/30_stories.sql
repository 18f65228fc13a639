CREATE VIEW stories AS
WITH members AS (
    SELECT
        g.group_id,
        min(l.started_at) AS first_seen,
        max(l.started_at) AS last_seen,
        count(DISTINCT g.doc_id) AS n_documents,
        arg_min(v.title, (l.started_at, d.published_at, d.doc_id)) AS title,
        mode(n.kind) AS kind,
        list_sort(list_distinct(list(coalesce(d.outlet, d.source)))) AS outlets
    FROM store.group_members AS g
    INNER JOIN store.documents AS d ON g.doc_id = d.doc_id
    INNER JOIN store.loads AS l ON d.first_load_id = l.load_id
    INNER JOIN store.document_versions AS v ON d.doc_id = v.doc_id AND d.text_sha256 = v.text_sha256
    INNER JOIN store.news AS n ON g.doc_id = n.doc_id
    WHERE g.group_type = 'story'
    GROUP BY g.group_id
)

SELECT
    g.group_id AS story_id,
    m.first_seen,
    m.last_seen,
    coalesce(m.n_documents, 0) AS n_documents,
    g.merged_into,
    m.title,
    m.kind,
    m.outlets
FROM store.groups AS g
LEFT JOIN members AS m ON g.group_id = m.group_id
WHERE g.group_type = 'story';
COMMENT ON VIEW stories IS 'One text passed on by many outlets';
COMMENT ON COLUMN stories.story_id IS 'Id of the story, given once';
COMMENT ON COLUMN stories.first_seen IS 'Begin of the load that brought its first document (UTC)';
COMMENT ON COLUMN stories.last_seen IS 'Begin of the load that brought its latest document (UTC)';
COMMENT ON COLUMN stories.n_documents IS 'Documents in it; none after a merge';
COMMENT ON COLUMN stories.merged_into IS 'The story this one became part of';
COMMENT ON COLUMN stories.title IS 'Title of its first document';
COMMENT ON COLUMN stories.kind IS 'Most frequent kind';
COMMENT ON COLUMN stories.outlets IS 'Outlets that carried it';
