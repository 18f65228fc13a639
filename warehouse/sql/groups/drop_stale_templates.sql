DELETE FROM store.hits AS t
WHERE
    t.copies IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM given_templates AS g
        INNER JOIN store.signals AS s ON g.doc_id = s.doc_id AND s.type = 'scam_offer'
        WHERE
            t.signal_key = s.signal_key
            AND t.indicator = g.indicator
            AND t.field = g.field
            AND t.start_char = g.start_char
    );
