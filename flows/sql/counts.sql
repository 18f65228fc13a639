-- What the warehouse holds now, stage by stage.
SELECT
    c.name,
    c.n
FROM (
    SELECT 1 AS place, 'documents' AS name, count(*) AS n FROM documents
    UNION ALL
    SELECT 2, 'news on the topic', count(*) FROM news WHERE tppo_topic
    UNION ALL
    SELECT 3, 'offers', count(*) FROM offers
    UNION ALL
    SELECT 4, 'signals tppo_case', count(*) FROM signals WHERE type = 'tppo_case'
    UNION ALL
    SELECT 5, 'signals scam_offer', count(*) FROM signals WHERE type = 'scam_offer'
    UNION ALL
    SELECT 6, 'stories', count(*) FROM stories WHERE merged_into IS NULL
    UNION ALL
    SELECT 7, 'campaigns', count(*) FROM campaigns WHERE merged_into IS NULL
) AS c
ORDER BY c.place;
