-- The one fate of every record. The last of several copies of a document counts; what is stored already in this text
-- and these versions is seen, unless the same fetch was extracted anew with another date or by another version; a
-- tombstone overrules everything.
CREATE OR REPLACE TEMP TABLE records AS
WITH entered AS (
    SELECT
        i.ordinal,
        i.analysed.document.source AS source,
        coalesce(i.analysed.document.url, i.analysed.document.external_id, i.analysed.document.doc_id) AS ref,
        i.analysed.document.doc_id AS doc_id,
        i.analysed.fate AS fate,
        cast(NULL AS VARCHAR) AS reason,
        i.analysed.document.text_sha256 AS text_sha256,
        i.analysed.detection.versions AS versions,
        i.analysed.document.fetch_id AS fetch_id,
        i.analysed.document.published_at AS published_at,
        i.analysed.document.extractor AS extractor,
        i.analysed.fate IN ('done', 'seen', 'out_of_scope') AS is_storable
    FROM incoming AS i
    WHERE i.analysed.document.doc_id IS NOT NULL
    UNION ALL
    SELECT
        i.ordinal,
        i.outcome.source AS source,
        i.outcome.ref AS ref,
        i.outcome.doc_id AS doc_id,
        i.outcome.fate AS fate,
        i.outcome.reason AS reason,
        NULL AS text_sha256,
        NULL AS versions,
        NULL AS fetch_id,
        NULL AS published_at,
        NULL AS extractor,
        FALSE AS is_storable
    FROM incoming AS i
    WHERE i.outcome.ref IS NOT NULL
),

compared AS (
    SELECT
        e.*,
        e.doc_id IN (SELECT t.doc_id FROM store.takedowns AS t) AS is_taken_down,
        row_number() OVER (PARTITION BY e.doc_id, e.is_storable ORDER BY e.ordinal DESC) > 1 AS is_repeated,
        coalesce(
            d.text_sha256 = e.text_sha256
            AND d.ruleset = e.versions.ruleset
            AND d.model = e.versions.model
            AND d.code = e.versions.code,
            FALSE
        ) AND NOT coalesce(
            m.fetch_id = e.fetch_id
            AND (m.published_at, m.extractor) IS DISTINCT FROM (e.published_at, e.extractor),
            FALSE
        ) AS is_stored
    FROM entered AS e
    LEFT JOIN store.detections AS d ON e.doc_id = d.doc_id
    LEFT JOIN store.documents AS m ON e.doc_id = m.doc_id
)

SELECT
    c.ordinal,
    c.source,
    c.doc_id,
    if(c.is_taken_down, c.doc_id, c.ref) AS ref,
    CASE
        WHEN c.is_taken_down THEN 'out_of_scope'
        WHEN c.is_storable AND (c.is_repeated OR c.is_stored) THEN 'seen'
        WHEN c.is_storable AND c.fate = 'seen' THEN 'done'
        ELSE c.fate
    END AS fate,
    CASE
        WHEN c.is_taken_down THEN 'takedown'
        WHEN c.is_storable AND c.is_repeated THEN 'repeated in this load'
        ELSE c.reason
    END AS reason,
    c.is_storable AND NOT (coalesce(c.is_taken_down, FALSE) OR c.is_repeated OR c.is_stored) AS is_fresh
FROM compared AS c
ORDER BY c.ordinal;
