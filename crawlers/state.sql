CREATE TABLE IF NOT EXISTS seen (
    doc_id TEXT PRIMARY KEY,
    text_sha256 TEXT NOT NULL,
    first_seen TEXT NOT NULL
);
-- Addresses under which a document was listed, beside its own.
CREATE TABLE IF NOT EXISTS aliases (
    doc_id TEXT PRIMARY KEY,
    target TEXT NOT NULL
);
-- What was noted of a seen page when it was last read: the listing's stamp, the answer's validators.
CREATE TABLE IF NOT EXISTS checks (
    doc_id TEXT PRIMARY KEY,
    stamp TEXT,
    etag TEXT,
    last_modified TEXT,
    checked_at TEXT NOT NULL,
    n INTEGER NOT NULL
);
-- Pages to be read again, listed or not; `notes`: how the page was found, as JSON.
CREATE TABLE IF NOT EXISTS rechecks (
    doc_id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    due_at TEXT NOT NULL,
    notes TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS rechecks_of_source ON rechecks (source, due_at);
-- Documents by source, title, text and time of publication: a second address of a whole text that came with its list.
CREATE TABLE IF NOT EXISTS texts (
    key TEXT PRIMARY KEY,
    doc_id TEXT NOT NULL
);
-- Listed pages that could not be read.
CREATE TABLE IF NOT EXISTS tries (
    doc_id TEXT PRIMARY KEY,
    n INTEGER NOT NULL,
    tried_at TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS tombstones (
    doc_id TEXT PRIMARY KEY
);
CREATE TABLE IF NOT EXISTS listings (
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    read_at TEXT NOT NULL,
    PRIMARY KEY (source, url)
);
CREATE TABLE IF NOT EXISTS robots_files (
    host TEXT PRIMARY KEY,
    status INTEGER,
    body TEXT,
    fetched_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS hosts (
    host TEXT PRIMARY KEY,
    next_at TEXT NOT NULL,
    closed_until TEXT,
    why TEXT,
    failures INTEGER NOT NULL,
    day TEXT NOT NULL,
    used INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS polls (
    source TEXT NOT NULL,
    at TEXT NOT NULL,
    run TEXT NOT NULL,
    PRIMARY KEY (source, at)
);
CREATE TABLE IF NOT EXISTS watches (
    source TEXT PRIMARY KEY,
    state TEXT NOT NULL
);
DROP TABLE IF EXISTS robots;
