DELETE FROM store.offers AS t
WHERE
    t.doc_id IN (SELECT d.doc_id FROM fresh_detections AS d)
    AND NOT EXISTS (SELECT 1 FROM fresh_offers AS f WHERE t.doc_id = f.doc_id);
