MERGE INTO store.news AS t
USING fresh_news AS s
    ON t.doc_id = s.doc_id
WHEN MATCHED AND (t.kind, t.kind_probs, t.secondary, t.tppo_topic, t.tppo_status, t.tppo_status_by, t.agencies, t.hotlines, t.cues, t.rejected)
IS DISTINCT FROM (s.kind, s.kind_probs, s.secondary, s.tppo_topic, s.tppo_status, s.tppo_status_by, s.agencies, s.hotlines, s.cues, s.rejected) THEN
    UPDATE
        SET
            kind = s.kind,
            kind_probs = s.kind_probs,
            secondary = s.secondary,
            tppo_topic = s.tppo_topic,
            tppo_status = s.tppo_status,
            tppo_status_by = s.tppo_status_by,
            agencies = s.agencies,
            hotlines = s.hotlines,
            cues = s.cues,
            rejected = s.rejected,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    doc_id, kind, kind_probs, secondary, tppo_topic, tppo_status, tppo_status_by, agencies, hotlines, cues, rejected, first_load_id, last_load_id
) VALUES (
    s.doc_id, s.kind, s.kind_probs, s.secondary, s.tppo_topic, s.tppo_status, s.tppo_status_by, s.agencies, s.hotlines, s.cues, s.rejected,
    getvariable('load_id'), getvariable('load_id')
);
