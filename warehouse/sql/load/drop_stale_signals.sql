DELETE FROM store.signals AS t
WHERE
    t.doc_id IN (SELECT d.doc_id FROM fresh_detections AS d)
    AND NOT EXISTS (SELECT 1 FROM fresh_signals AS f WHERE t.signal_key = f.signal_key);
