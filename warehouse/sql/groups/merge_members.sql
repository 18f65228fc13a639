MERGE INTO store.group_members AS t
USING (
    SELECT m.*
    FROM given_members AS m
) AS s
    ON t.group_type = s.group_type AND t.doc_id = s.doc_id
WHEN MATCHED AND (t.group_id, t.why)
IS DISTINCT FROM (s.group_id, s.why) THEN
    UPDATE
        SET
            group_id = s.group_id,
            why = s.why,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    group_type, group_id, doc_id, why, first_load_id, last_load_id
) VALUES (
    s.group_type, s.group_id, s.doc_id, s.why,
    getvariable('load_id'), getvariable('load_id')
);
