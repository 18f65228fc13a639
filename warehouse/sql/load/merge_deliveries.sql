MERGE INTO store.deliveries AS t
USING (
    SELECT e.*
    FROM given_deliveries AS e
    QUALIFY row_number() OVER (PARTITION BY e.delivery_id ORDER BY e.at DESC) = 1
) AS s
    ON t.delivery_id = s.delivery_id
WHEN MATCHED AND (t.recipient, t.week, t.signal_keys, t."at")
IS DISTINCT FROM (s.recipient, s.week, s.signal_keys, s."at") THEN
    UPDATE
        SET
            recipient = s.recipient,
            week = s.week,
            signal_keys = s.signal_keys,
            "at" = s."at",
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    delivery_id, recipient, week, signal_keys, "at", first_load_id, last_load_id
) VALUES (
    s.delivery_id, s.recipient, s.week, s.signal_keys, s."at",
    getvariable('load_id'), getvariable('load_id')
);
