DELETE FROM store.hits AS t
WHERE
    t.doc_id IN (SELECT d.doc_id FROM fresh_detections AS d)
    AND NOT EXISTS (
        SELECT 1 FROM fresh_hits AS f
        WHERE
            t.signal_key = f.signal_key
            AND t.indicator = f.indicator
            AND t.field = f.field
            AND t.start_char = f.start_char
    );
