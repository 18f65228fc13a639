SELECT
    count(*) FILTER (WHERE n.rejected) AS rejected,
    count(*) FILTER (WHERE NOT n.rejected) AS passed,
    count(*) FILTER (WHERE n.tppo_topic) AS on_topic
FROM news AS n;
