-- What is new or changed, taken apart once: the steps that follow touch flat tables only.
CREATE OR REPLACE TEMP TABLE fresh_documents AS
SELECT
    unnest(i.analysed.document),
    r.fate
FROM incoming AS i
INNER JOIN records AS r ON i.ordinal = r.ordinal
WHERE r.is_fresh;

CREATE OR REPLACE TEMP TABLE fresh_detections AS
SELECT
    r.doc_id,
    i.analysed.document.text_sha256 AS text_sha256,
    unnest(i.analysed.detection),
    i.analysed.signals AS signals,
    i.analysed.hits AS hits,
    i.analysed.cases AS cases
FROM incoming AS i
INNER JOIN records AS r ON i.ordinal = r.ordinal
WHERE r.is_fresh;

CREATE OR REPLACE TEMP TABLE fresh_news AS
SELECT
    d.doc_id,
    unnest(d.news)
FROM fresh_detections AS d
WHERE d.news IS NOT NULL;

CREATE OR REPLACE TEMP TABLE fresh_offers AS
SELECT o.* REPLACE (list_transform(o.contacts, LAMBDA c: { 'type': c.type, 'key': c.key }) AS contacts)
FROM (
    SELECT
        d.doc_id,
        unnest(d.offer)
    FROM fresh_detections AS d
    WHERE d.offer IS NOT NULL
) AS o;

CREATE OR REPLACE TEMP TABLE fresh_signals AS
SELECT unnest(d.signals, recursive := TRUE)
FROM fresh_detections AS d;

CREATE OR REPLACE TEMP TABLE fresh_hits AS
SELECT h.*
FROM (
    SELECT unnest(d.hits, recursive := TRUE)
    FROM fresh_detections AS d
) AS h
QUALIFY row_number() OVER (
    PARTITION BY h.signal_key, h.indicator, h.field, h.start_char
    ORDER BY h.end_char DESC
) = 1;

CREATE OR REPLACE TEMP TABLE fresh_cases AS
SELECT
    c.told.case_id AS case_id,
    c.told.doc_id AS doc_id,
    unnest(c.told."case")
FROM (
    SELECT unnest(d.cases) AS told
    FROM fresh_detections AS d
) AS c;
