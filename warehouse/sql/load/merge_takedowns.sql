MERGE INTO store.takedowns AS t
USING (
    SELECT e.*
    FROM takedown_events AS e
    QUALIFY row_number() OVER (PARTITION BY e.takedown_id ORDER BY e.at DESC) = 1
) AS s
    ON t.takedown_id = s.takedown_id
WHEN MATCHED AND (t.doc_id, t."at")
IS DISTINCT FROM (s.doc_id, s."at") THEN
    UPDATE
        SET
            doc_id = s.doc_id,
            "at" = s."at",
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    takedown_id, doc_id, "at", first_load_id, last_load_id
) VALUES (
    s.takedown_id, s.doc_id, s."at",
    getvariable('load_id'), getvariable('load_id')
);
