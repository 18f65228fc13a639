CREATE TABLE IF NOT EXISTS files (
    file TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    -- Bytes of whole, committed records; what lies behind them is nobody's.
    size INTEGER NOT NULL,
    -- 1 while a takedown's new content waits beside the file to be moved in its place.
    rewritten INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS bodies (
    sha256 TEXT PRIMARY KEY,
    file TEXT NOT NULL REFERENCES files (file),
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    url TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fetches (
    fetch_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    at TEXT NOT NULL,
    status INTEGER NOT NULL,
    role TEXT NOT NULL,
    file TEXT NOT NULL REFERENCES files (file),
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    context_length INTEGER NOT NULL,
    PRIMARY KEY (fetch_id, sha256)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS fetches_in_time ON fetches (at, fetch_id, sha256);
CREATE INDEX IF NOT EXISTS fetches_of_body ON fetches (sha256);
CREATE INDEX IF NOT EXISTS fetches_in_file ON fetches (file);
