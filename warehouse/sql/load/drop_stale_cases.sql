DELETE FROM store.cases AS t
WHERE
    t.doc_id IN (SELECT d.doc_id FROM fresh_detections AS d)
    AND NOT EXISTS (SELECT 1 FROM fresh_cases AS f WHERE t.case_id = f.case_id);
