MERGE INTO store.signals AS t
USING fresh_signals AS s
    ON t.signal_key = s.signal_key
WHEN MATCHED AND (t.doc_id, t.type, t.score, t.band, t.kind, t.evidence_sha256)
IS DISTINCT FROM (s.doc_id, s.type, s.score, s.band, s.kind, s.evidence_sha256) THEN
    UPDATE
        SET
            doc_id = s.doc_id,
            type = s.type,
            score = s.score,
            band = s.band,
            kind = s.kind,
            evidence_sha256 = s.evidence_sha256,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    signal_key, doc_id, type, score, band, kind, evidence_sha256, first_load_id, last_load_id
) VALUES (
    s.signal_key, s.doc_id, s.type, s.score, s.band, s.kind, s.evidence_sha256,
    getvariable('load_id'), getvariable('load_id')
);
