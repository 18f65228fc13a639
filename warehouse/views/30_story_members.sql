CREATE VIEW story_members AS
SELECT
    m.group_id AS story_id,
    m.doc_id,
    d.external_id,
    m.why,
    m.first_load_id,
    m.last_load_id
FROM store.group_members AS m
INNER JOIN store.documents AS d ON m.doc_id = d.doc_id
WHERE m.group_type = 'story';
COMMENT ON VIEW story_members IS 'Which documents make up which story';
COMMENT ON COLUMN story_members.story_id IS 'The story';
COMMENT ON COLUMN story_members.doc_id IS 'The document';
COMMENT ON COLUMN story_members.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN story_members.why IS 'wording, contact or founder';
COMMENT ON COLUMN story_members.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN story_members.last_load_id IS 'Load that last changed this row';
