CREATE VIEW offers AS
SELECT
    o.doc_id,
    d.external_id,
    o.risk,
    o.band,
    o.scope,
    o.destination,
    o.job,
    o.pay.min AS pay_min,
    o.pay.max AS pay_max,
    o.pay.currency AS pay_currency,
    o.pay.period AS pay_period,
    o.pay.raw AS pay_raw,
    list_transform(o.contacts, LAMBDA c: c.key) AS contact_keys,
    m.group_id AS campaign_id,
    o.indicators,
    o.counter,
    o.contacts,
    o.first_load_id,
    o.last_load_id
FROM store.offers AS o
INNER JOIN store.documents AS d ON o.doc_id = d.doc_id
LEFT JOIN store.group_members AS m ON o.doc_id = m.doc_id AND m.group_type = 'campaign';
COMMENT ON VIEW offers IS 'Documents read as offers of work, at home or abroad';
COMMENT ON COLUMN offers.doc_id IS 'The document';
COMMENT ON COLUMN offers.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN offers.risk IS 'Probability that a careful reader gives band 2 or 3';
COMMENT ON COLUMN offers.band IS '0 none, 1 low, 2 medium, 3 high';
COMMENT ON COLUMN offers.scope IS 'overseas, domestic, ship or hidden';
COMMENT ON COLUMN offers.destination IS 'Countries of work, ISO2';
COMMENT ON COLUMN offers.job IS 'The job, verbatim';
COMMENT ON COLUMN offers.pay_min IS 'Lowest stated pay';
COMMENT ON COLUMN offers.pay_max IS 'Highest stated pay; null when open-ended';
COMMENT ON COLUMN offers.pay_currency IS 'ISO currency';
COMMENT ON COLUMN offers.pay_period IS 'hour, day, week, month, year, once, piece or null';
COMMENT ON COLUMN offers.pay_raw IS 'Pay verbatim';
COMMENT ON COLUMN offers.contact_keys IS 'Keyed hash of each contact';
COMMENT ON COLUMN offers.campaign_id IS 'Campaign it belongs to: offers from one template or one contact';
COMMENT ON COLUMN offers.indicators IS 'Red flags found, whether or not they made a signal';
COMMENT ON COLUMN offers.counter IS 'Signs of an honest offer';
COMMENT ON COLUMN offers.contacts IS 'Kind and keyed hash of each contact; never the contact itself';
COMMENT ON COLUMN offers.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN offers.last_load_id IS 'Load that last changed this row';
