-- Apart from 0010: DuckDB refuses a constraint on rows that the same transaction has changed.
ALTER TABLE store.news ALTER COLUMN rejected SET NOT NULL;
