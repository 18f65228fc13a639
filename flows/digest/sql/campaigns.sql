-- Size of the campaigns named, and why their offers stand together.
SELECT
    m.campaign_id,
    count(DISTINCT m.doc_id) AS documents,
    list_sort(list_distinct(list(m.why) FILTER (WHERE m.why <> 'founder'))) AS why
FROM campaign_members AS m
WHERE m.campaign_id IN (SELECT unnest($campaigns))
GROUP BY m.campaign_id;
