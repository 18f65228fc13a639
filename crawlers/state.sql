CREATE TABLE IF NOT EXISTS seen (
    doc_id TEXT PRIMARY KEY,
    url TEXT,
    text_sha256 TEXT NOT NULL,
    first_seen TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS tombstones (
    doc_id TEXT PRIMARY KEY,
    url TEXT
);
CREATE TABLE IF NOT EXISTS robots (
    host TEXT PRIMARY KEY,
    status INTEGER,
    checked_at TEXT NOT NULL
);
