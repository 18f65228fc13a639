-- Texts that the gate turned away, of which the id falls into the share that people look at; the latest answer to each.
WITH sample AS (
    SELECT
        d.doc_id,
        sha256(d.doc_id || chr(31) || 'tppo_case') AS signal_key,
        d.text_sha256,
        d.published_at,
        coalesce(nullif(d.title, ''), left(d.text, 90) || ' …') AS title
    FROM news AS n
    INNER JOIN documents AS d ON n.doc_id = d.doc_id
    WHERE n.rejected AND d.doc_id < getvariable('below')
)

SELECT
    s.signal_key,
    s.text_sha256,
    s.doc_id,
    s.published_at,
    arg_max(r.verdict, (r."at", r.review_id)) AS verdict,
    s.title
FROM sample AS s
LEFT JOIN reviews AS r ON s.signal_key = r.signal_key AND s.text_sha256 = r.evidence_sha256
GROUP BY ALL
ORDER BY s.doc_id;
