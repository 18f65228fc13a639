SELECT
    r.doc_id,
    r.doc_type,
    v.title,
    v.text,
    coalesce(list_transform(o.contacts, LAMBDA c: c.key), []) AS contact_keys,
    d.published_at,
    m.group_id
FROM store.detections AS r
INNER JOIN store.documents AS d ON r.doc_id = d.doc_id
INNER JOIN store.document_versions AS v ON d.doc_id = v.doc_id AND d.text_sha256 = v.text_sha256
LEFT JOIN store.news AS n ON r.doc_id = n.doc_id
LEFT JOIN store.offers AS o ON r.doc_id = o.doc_id
LEFT JOIN store.group_members AS m
    ON r.doc_id = m.doc_id AND m.group_type = if(r.doc_type = 'offer', 'campaign', 'story')
WHERE
    (r.doc_type = 'offer' AND o.doc_id IS NOT NULL)
    OR (
        r.doc_type = 'news'
        AND (coalesce(n.tppo_topic, FALSE) OR r.doc_id IN (SELECT c.doc_id FROM store.cases AS c))
    )
ORDER BY d.fetched_at, r.doc_id;
