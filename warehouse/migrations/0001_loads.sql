-- Loads and the fate of every record they brought. No keys: MERGE is seven times faster without (measured), and tests check uniqueness.
CREATE SCHEMA IF NOT EXISTS store;

CREATE TABLE store.migrations (
    version BIGINT NOT NULL,
    name VARCHAR NOT NULL
);
COMMENT ON TABLE store.migrations IS 'Migrations this database has been through';
COMMENT ON COLUMN store.migrations.version IS 'Number of the migration';
COMMENT ON COLUMN store.migrations.name IS 'Name of its file';

CREATE TABLE store.loads (
    load_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    code_version VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    batches BIGINT NOT NULL,
    records BIGINT NOT NULL,
    done BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    out_of_scope BIGINT NOT NULL,
    retry BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    rows_written BIGINT NOT NULL
);
COMMENT ON TABLE store.loads IS 'One row a load: who wrote, when, and what became of the records';
COMMENT ON COLUMN store.loads.load_id IS 'Id of the load, given once';
COMMENT ON COLUMN store.loads.kind IS 'What the load was for: run, import, link, ...';
COMMENT ON COLUMN store.loads.code_version IS 'Version of Suar that wrote';
COMMENT ON COLUMN store.loads.started_at IS 'When the load began (UTC); the time of everything it brought first';
COMMENT ON COLUMN store.loads.batches IS 'Batches handed in';
COMMENT ON COLUMN store.loads.records IS 'Records handed in; equals the sum of the five fates';
COMMENT ON COLUMN store.loads.done IS 'Records read and kept';
COMMENT ON COLUMN store.loads.seen IS 'Records known already, in this text and these versions, or repeated within the load';
COMMENT ON COLUMN store.loads.out_of_scope IS 'Records that are none of our business, or taken down';
COMMENT ON COLUMN store.loads.retry IS 'Records put off to a later run';
COMMENT ON COLUMN store.loads.quarantined IS 'Records that could not be read';
COMMENT ON COLUMN store.loads.rows_written IS 'Rows inserted, changed or removed in all tables';

CREATE TABLE store.outcomes (
    load_id VARCHAR NOT NULL,
    ordinal BIGINT NOT NULL,
    source VARCHAR NOT NULL,
    ref VARCHAR NOT NULL,
    doc_id VARCHAR,
    fate VARCHAR NOT NULL,
    reason VARCHAR
);
COMMENT ON TABLE store.outcomes IS 'One fate per record of a load';
COMMENT ON COLUMN store.outcomes.load_id IS 'The load';
COMMENT ON COLUMN store.outcomes.ordinal IS 'Place of the record in the load, from 1';
COMMENT ON COLUMN store.outcomes.source IS 'Source the record came from';
COMMENT ON COLUMN store.outcomes.ref IS 'Names the record for a person: URL, file and line, or external id; the document id after a takedown';
COMMENT ON COLUMN store.outcomes.doc_id IS 'Document of the record, where it got so far';
COMMENT ON COLUMN store.outcomes.fate IS 'done, seen, out_of_scope, retry or quarantined';
COMMENT ON COLUMN store.outcomes.reason IS 'Why, where the fate alone does not say';

CREATE TABLE store.settings (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE store.settings IS 'What the warehouse remembers about itself';
COMMENT ON COLUMN store.settings.name IS 'views: hash of the views that are in place; purge_pending: a takedown still waits for a compacted snapshot';
COMMENT ON COLUMN store.settings.value IS 'The value, as text';
