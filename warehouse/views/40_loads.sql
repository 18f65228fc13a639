CREATE VIEW loads AS
SELECT
    l.load_id,
    l.kind,
    l.code_version,
    l.started_at,
    l.batches,
    l.records,
    l.done,
    l.seen,
    l.out_of_scope,
    l.retry,
    l.quarantined,
    l.rows_written
FROM store.loads AS l;
COMMENT ON VIEW loads IS 'Who wrote, when, and what became of the records';
COMMENT ON COLUMN loads.load_id IS 'Id of the load, given once';
COMMENT ON COLUMN loads.kind IS 'What the load was for: run, import, link, ...';
COMMENT ON COLUMN loads.code_version IS 'Version of Suar that wrote';
COMMENT ON COLUMN loads.started_at IS 'When the load began (UTC); the time of everything it brought first';
COMMENT ON COLUMN loads.batches IS 'Batches handed in';
COMMENT ON COLUMN loads.records IS 'Records handed in; equals the sum of the five fates';
COMMENT ON COLUMN loads.done IS 'Records read and kept';
COMMENT ON COLUMN loads.seen IS 'Records known already, in this text and these versions, or repeated within the load';
COMMENT ON COLUMN loads.out_of_scope IS 'Records that are none of our business, or taken down';
COMMENT ON COLUMN loads.retry IS 'Records put off to a later run';
COMMENT ON COLUMN loads.quarantined IS 'Records that could not be read';
COMMENT ON COLUMN loads.rows_written IS 'Rows inserted, changed or removed in all tables';
