SELECT
    o.fate,
    count(*) AS n
FROM store.outcomes AS o
WHERE o.load_id = getvariable('load_id')
GROUP BY o.fate;
