-- Copies of templates (RF-55) are not of one text: grouping drops them.
DELETE FROM store.hits AS t
WHERE
    t.doc_id IN (SELECT d.doc_id FROM fresh_detections AS d)
    AND t.copies IS NULL
    AND NOT EXISTS (
        SELECT 1 FROM fresh_hits AS f
        WHERE
            t.signal_key = f.signal_key
            AND t.indicator = f.indicator
            AND t.field = f.field
            AND t.start_char = f.start_char
    );
