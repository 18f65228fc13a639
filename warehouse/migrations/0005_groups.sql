CREATE TABLE store.groups (
    group_type VARCHAR NOT NULL,
    group_id VARCHAR NOT NULL,
    merged_into VARCHAR,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.groups IS 'Stories (one text passed on), campaigns (offers from one template or contact), events (one case through its procedure)';
COMMENT ON COLUMN store.groups.group_type IS 'story, campaign or event';
COMMENT ON COLUMN store.groups.group_id IS 'Given once, never used again';
COMMENT ON COLUMN store.groups.merged_into IS 'The group this one became part of';
COMMENT ON COLUMN store.groups.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.groups.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.group_members (
    group_type VARCHAR NOT NULL,
    group_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.group_members IS 'Which document is in which group; one group of each type at most';
COMMENT ON COLUMN store.group_members.group_type IS 'story, campaign or event';
COMMENT ON COLUMN store.group_members.group_id IS 'The group';
COMMENT ON COLUMN store.group_members.doc_id IS 'The document';
COMMENT ON COLUMN store.group_members.why IS 'wording, contact or founder';
COMMENT ON COLUMN store.group_members.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.group_members.last_load_id IS 'Load that last changed this row';
