-- Rows of taken-down documents. The sums of past loads stay; only what names the document goes.
DELETE FROM store.document_versions
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.documents
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.detections
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.news
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.offers
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.cases
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.signals
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.hits
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.group_members
WHERE doc_id IN (SELECT d.doc_id FROM store.takedowns AS d);

DELETE FROM store.reviews
WHERE signal_key IN (SELECT k.signal_key FROM purged_signals AS k);

DELETE FROM store.fetches
WHERE fetch_id IN (SELECT p.fetch_id FROM purged_pages AS p);

DELETE FROM store.quarantine
WHERE
    doc_id IN (SELECT d.doc_id FROM store.takedowns AS d)
    OR ref IN (SELECT p.url FROM purged_pages AS p)
    OR ref IN (SELECT p.final_url FROM purged_pages AS p);

UPDATE store.outcomes SET ref = coalesce(doc_id, 'taken down')
WHERE
    ref <> coalesce(doc_id, 'taken down')
    AND (
        doc_id IN (SELECT d.doc_id FROM store.takedowns AS d)
        OR ref IN (SELECT p.url FROM purged_pages AS p)
        OR ref IN (SELECT p.final_url FROM purged_pages AS p)
    );
