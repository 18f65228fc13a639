-- A merge sent later overrules an earlier one; a group that is only named keeps what it has.
MERGE INTO store.groups AS t
USING (
    SELECT g.*
    FROM given_groups AS g
) AS s
    ON t.group_type = s.group_type AND t.group_id = s.group_id
WHEN MATCHED AND s.merged_into IS NOT NULL AND t.merged_into IS DISTINCT FROM s.merged_into THEN
    UPDATE
        SET
            merged_into = s.merged_into,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    group_type, group_id, merged_into, first_load_id, last_load_id
) VALUES (
    s.group_type, s.group_id, s.merged_into,
    getvariable('load_id'), getvariable('load_id')
);
