MERGE INTO store.reviews AS t
USING (
    SELECT e.*
    FROM given_reviews AS e
    QUALIFY row_number() OVER (PARTITION BY e.review_id ORDER BY e.at DESC) = 1
) AS s
    ON t.review_id = s.review_id
WHEN MATCHED AND (t.signal_key, t.evidence_sha256, t.reviewer, t.verdict, t.reasons, t.note, t."at")
IS DISTINCT FROM (s.signal_key, s.evidence_sha256, s.reviewer, s.verdict, s.reasons, s.note, s."at") THEN
    UPDATE
        SET
            signal_key = s.signal_key,
            evidence_sha256 = s.evidence_sha256,
            reviewer = s.reviewer,
            verdict = s.verdict,
            reasons = s.reasons,
            note = s.note,
            "at" = s."at",
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    review_id, signal_key, evidence_sha256, reviewer, verdict, reasons, note, "at", first_load_id, last_load_id
) VALUES (
    s.review_id, s.signal_key, s.evidence_sha256, s.reviewer, s.verdict, s.reasons, s.note, s."at",
    getvariable('load_id'), getvariable('load_id')
);
