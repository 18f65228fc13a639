-- What the gate turned away was not read for its kind.
ALTER TABLE store.news ADD COLUMN rejected BOOLEAN DEFAULT FALSE;
COMMENT ON COLUMN store.news.rejected IS 'Whether the gate before the reading turned the text away: neither its kind nor a case was read';
