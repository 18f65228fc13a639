-- Answers given, newest first.
SELECT
    r.review_id,
    r."at",
    r.signal_key,
    r.verdict,
    r.reviewer,
    r.note,
    CASE
        WHEN r.is_valid OR d.text_sha256 IS NOT NULL THEN 'counts'
        ELSE 'evidence has changed'
    END AS state
FROM reviews AS r
LEFT JOIN (
    SELECT
        t.text_sha256,
        sha256(t.doc_id || chr(31) || 'tppo_case') AS signal_key
    FROM news AS n
    INNER JOIN documents AS t ON n.doc_id = t.doc_id
    WHERE n.rejected
) AS d ON r.signal_key = d.signal_key AND r.evidence_sha256 = d.text_sha256
ORDER BY r."at" DESC, r.review_id;
