-- Fetches whose bytes hold a taken-down document: by id, by address, and by every other fetch of the same address or bytes.
CREATE OR REPLACE TEMP TABLE purged_pages AS
WITH known AS (
    SELECT
        d.fetch_id,
        d.url
    FROM store.documents AS d
    WHERE d.doc_id IN (SELECT t.doc_id FROM store.takedowns AS t)
    UNION
    SELECT
        v.fetch_id,
        NULL AS url
    FROM store.document_versions AS v
    WHERE v.doc_id IN (SELECT t.doc_id FROM store.takedowns AS t)
    UNION
    SELECT
        i.analysed.document.fetch_id AS fetch_id,
        i.analysed.document.url AS url
    FROM incoming AS i
    WHERE i.analysed.document.doc_id IN (SELECT t.doc_id FROM store.takedowns AS t)
    UNION
    SELECT
        NULL AS fetch_id,
        u.url
    FROM takedown_urls AS u
),

direct AS (
    SELECT
        f.url,
        f.archive_path
    FROM store.fetches AS f
    WHERE
        f.fetch_id IN (SELECT k.fetch_id FROM known AS k WHERE k.fetch_id IS NOT NULL)
        OR f.url IN (SELECT k.url FROM known AS k WHERE k.url IS NOT NULL)
        OR f.final_url IN (SELECT k.url FROM known AS k WHERE k.url IS NOT NULL)
        OR sha256(f.url) IN (SELECT t.doc_id FROM store.takedowns AS t)
        OR sha256(f.final_url) IN (SELECT t.doc_id FROM store.takedowns AS t)
)

SELECT
    f.fetch_id,
    f.url,
    f.final_url,
    f.archive_path
FROM store.fetches AS f
WHERE
    f.url IN (SELECT d.url FROM direct AS d)
    OR f.archive_path IN (SELECT d.archive_path FROM direct AS d)
UNION
SELECT
    NULL AS fetch_id,
    k.url,
    k.url AS final_url,
    NULL AS archive_path
FROM known AS k
WHERE k.url IS NOT NULL;
