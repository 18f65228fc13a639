-- A text that changed from news to offer leaves its story, and the other way round.
DELETE FROM store.group_members AS t
USING fresh_detections AS d
WHERE
    t.doc_id = d.doc_id
    AND d.doc_type <> if(t.group_type = 'campaign', 'offer', 'news');
