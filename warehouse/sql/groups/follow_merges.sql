-- Members follow their group, over any number of merges; UNION ends a circle.
WITH RECURSIVE chain AS (
    SELECT
        g.group_type,
        g.group_id,
        g.merged_into AS target
    FROM store.groups AS g
    WHERE g.merged_into IS NOT NULL
    UNION
    SELECT
        c.group_type,
        c.group_id,
        g.merged_into AS target
    FROM chain AS c
    INNER JOIN store.groups AS g ON c.group_type = g.group_type AND c.target = g.group_id
    WHERE g.merged_into IS NOT NULL
),

last_target AS (
    SELECT c.*
    FROM chain AS c
    INNER JOIN store.groups AS g ON c.group_type = g.group_type AND c.target = g.group_id
    WHERE g.merged_into IS NULL
)

UPDATE store.group_members AS t SET
    group_id = l.target,
    last_load_id = getvariable('load_id')
FROM last_target AS l
WHERE t.group_type = l.group_type AND t.group_id = l.group_id;
