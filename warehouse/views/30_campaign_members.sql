CREATE VIEW campaign_members AS
SELECT
    m.group_id AS campaign_id,
    m.doc_id,
    d.external_id,
    m.why,
    m.first_load_id,
    m.last_load_id
FROM store.group_members AS m
INNER JOIN store.documents AS d ON m.doc_id = d.doc_id
WHERE m.group_type = 'campaign';
COMMENT ON VIEW campaign_members IS 'Which documents make up which campaign';
COMMENT ON COLUMN campaign_members.campaign_id IS 'The campaign';
COMMENT ON COLUMN campaign_members.doc_id IS 'The document';
COMMENT ON COLUMN campaign_members.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN campaign_members.why IS 'wording, contact or founder';
COMMENT ON COLUMN campaign_members.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN campaign_members.last_load_id IS 'Load that last changed this row';
