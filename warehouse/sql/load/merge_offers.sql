MERGE INTO store.offers AS t
USING fresh_offers AS s
    ON t.doc_id = s.doc_id
WHEN MATCHED AND (t.risk, t.band, t.scope, t.destination, t.job, t.pay, t.indicators, t.counter, t.contacts)
IS DISTINCT FROM (s.risk, s.band, s.scope, s.destination, s.job, s.pay, s.indicators, s.counter, s.contacts) THEN
    UPDATE
        SET
            risk = s.risk,
            band = s.band,
            scope = s.scope,
            destination = s.destination,
            job = s.job,
            pay = s.pay,
            indicators = s.indicators,
            counter = s.counter,
            contacts = s.contacts,
            last_load_id = getvariable('load_id')
WHEN NOT MATCHED THEN INSERT (
    doc_id, risk, band, scope, destination, job, pay, indicators, counter, contacts, first_load_id, last_load_id
) VALUES (
    s.doc_id, s.risk, s.band, s.scope, s.destination, s.job, s.pay, s.indicators, s.counter, s.contacts,
    getvariable('load_id'), getvariable('load_id')
);
