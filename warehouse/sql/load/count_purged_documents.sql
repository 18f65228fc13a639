SELECT count(*) AS n
FROM store.documents AS d
WHERE d.doc_id IN (SELECT t.doc_id FROM store.takedowns AS t);
