CREATE VIEW news AS
SELECT
    n.doc_id,
    d.external_id,
    n.kind,
    n.kind_probs[n.kind] AS kind_prob,
    n.secondary,
    n.tppo_topic,
    n.tppo_status,
    n.tppo_status_by,
    n.agencies,
    n.hotlines,
    m.group_id AS story_id,
    n.kind_probs,
    n.cues,
    n.first_load_id,
    n.last_load_id,
    n.rejected
FROM store.news AS n
INNER JOIN store.documents AS d ON n.doc_id = d.doc_id
LEFT JOIN store.group_members AS m ON n.doc_id = m.doc_id AND m.group_type = 'story';
COMMENT ON VIEW news IS 'Documents read as news';
COMMENT ON COLUMN news.doc_id IS 'The document';
COMMENT ON COLUMN news.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN news.kind IS 'Kind by the main new fact: case_*, prevention, policy, statistics, ...';
COMMENT ON COLUMN news.kind_prob IS 'Probability of this kind';
COMMENT ON COLUMN news.secondary IS 'Further kinds the text carries';
COMMENT ON COLUMN news.tppo_topic IS 'Whether it is about trafficking or about migrant workers wronged or protected';
COMMENT ON COLUMN news.tppo_status IS 'What the persons of the case are said to be: possible, actual, not_victim or not_stated';
COMMENT ON COLUMN news.tppo_status_by IS 'Who says so';
COMMENT ON COLUMN news.agencies IS 'Public bodies named, canonical';
COMMENT ON COLUMN news.hotlines IS 'Numbers offered to the public, as printed without separators';
COMMENT ON COLUMN news.story_id IS 'Story it belongs to: one text passed on by many outlets';
COMMENT ON COLUMN news.kind_probs IS 'Probability of each kind';
COMMENT ON COLUMN news.cues IS 'The words that decided the kind';
COMMENT ON COLUMN news.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN news.last_load_id IS 'Load that last changed this row';
COMMENT ON COLUMN news.rejected IS 'Whether the gate before the reading turned the text away: neither its kind nor a case was read';
