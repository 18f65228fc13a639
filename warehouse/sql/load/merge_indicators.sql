MERGE INTO store.indicators AS t
USING (
    SELECT r.*
    FROM given_indicators AS r
) AS s
    ON t.indicator = s.indicator
WHEN MATCHED AND (t."group", t.label_id, t.label_en, t.meaning, t.weight, t.source)
IS DISTINCT FROM (s."group", s.label_id, s.label_en, s.meaning, s.weight, s.source) THEN
    UPDATE
        SET
            "group" = s."group",
            label_id = s.label_id,
            label_en = s.label_en,
            meaning = s.meaning,
            weight = s.weight,
            source = s.source,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    indicator, "group", label_id, label_en, meaning, weight, source, first_load_id, last_load_id
) VALUES (
    s.indicator, s."group", s.label_id, s.label_en, s.meaning, s.weight, s.source,
    getvariable('load_id'), getvariable('load_id')
);
