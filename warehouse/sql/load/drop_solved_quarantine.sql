DELETE FROM store.quarantine AS t
USING records AS r
WHERE
    (r.is_fresh OR r.fate = 'out_of_scope')
    AND (t.doc_id = r.doc_id OR (t.source = r.source AND t.ref = r.ref));
