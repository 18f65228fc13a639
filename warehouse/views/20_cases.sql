CREATE VIEW cases AS
SELECT
    c.case_id,
    c.doc_id,
    d.external_id,
    m.group_id AS event_id,
    c.is_background,
    c.victims_min,
    c.victims_max,
    c.victims_text,
    c.suspects_n,
    c.minor_involved,
    c.origin_provinces,
    c.destination_countries,
    c.transit_countries,
    c.exploitation,
    c.legal_basis,
    c.stage,
    c.promised_job,
    c.promised_pay,
    c.event_date,
    c.spans,
    CASE length(c.event_date)
        WHEN 4 THEN try_cast(c.event_date || '-01-01' AS DATE)
        WHEN 7 THEN try_cast(c.event_date || '-01' AS DATE)
        WHEN 10 THEN try_cast(c.event_date AS DATE)
    END AS event_from,
    CASE length(c.event_date)
        WHEN 4 THEN try_cast(c.event_date || '-12-31' AS DATE)
        WHEN 7 THEN last_day(try_cast(c.event_date || '-01' AS DATE))
        WHEN 10 THEN try_cast(c.event_date AS DATE)
    END AS event_to,
    c.promised_pay.min AS promised_pay_min,
    c.promised_pay.max AS promised_pay_max,
    c.promised_pay.currency AS promised_pay_currency,
    c.promised_pay.period AS promised_pay_period,
    c.promised_pay.raw AS promised_pay_raw,
    c.first_load_id,
    c.last_load_id
FROM store.cases AS c
INNER JOIN store.documents AS d ON c.doc_id = d.doc_id
LEFT JOIN store.group_members AS m ON c.doc_id = m.doc_id AND m.group_type = 'event';
COMMENT ON VIEW cases IS 'Cases told by documents, one column a field; never a victim''s identity';
COMMENT ON COLUMN cases.case_id IS 'Document id and ordinal';
COMMENT ON COLUMN cases.doc_id IS 'The document';
COMMENT ON COLUMN cases.external_id IS 'Id given at import; for a saved page or text file its stem';
COMMENT ON COLUMN cases.event_id IS 'Event it belongs to: the same victims or suspects';
COMMENT ON COLUMN cases.is_background IS 'True when the case is only background of another kind of text';
COMMENT ON COLUMN cases.victims_min IS 'Fewest victims';
COMMENT ON COLUMN cases.victims_max IS 'Most victims';
COMMENT ON COLUMN cases.victims_text IS 'Victims as told';
COMMENT ON COLUMN cases.suspects_n IS 'Suspects, defendants and convicts, at large included';
COMMENT ON COLUMN cases.minor_involved IS 'True when a victim is under 18, false when all are said to be adults';
COMMENT ON COLUMN cases.origin_provinces IS 'Home provinces of the victims, short names';
COMMENT ON COLUMN cases.destination_countries IS 'Where they were to work or were exploited, ISO2';
COMMENT ON COLUMN cases.transit_countries IS 'Passed on the way out, ISO2';
COMMENT ON COLUMN cases.exploitation IS 'Forms of exploitation';
COMMENT ON COLUMN cases.legal_basis IS 'Articles cited for this case';
COMMENT ON COLUMN cases.stage IS 'Furthest stage of the procedure';
COMMENT ON COLUMN cases.promised_job IS 'Job promised, as told';
COMMENT ON COLUMN cases.promised_pay IS 'Pay promised';
COMMENT ON COLUMN cases.event_date IS 'ISO date, month or year of the main event';
COMMENT ON COLUMN cases.spans IS 'Field name to the places in title and text that say so';
COMMENT ON COLUMN cases.event_from IS 'First day the event can have been';
COMMENT ON COLUMN cases.event_to IS 'Last day the event can have been';
COMMENT ON COLUMN cases.promised_pay_min IS 'Lowest pay promised';
COMMENT ON COLUMN cases.promised_pay_max IS 'Highest pay promised';
COMMENT ON COLUMN cases.promised_pay_currency IS 'ISO currency';
COMMENT ON COLUMN cases.promised_pay_period IS 'hour, day, week, month, year, once, piece or null';
COMMENT ON COLUMN cases.promised_pay_raw IS 'Pay promised, verbatim';
COMMENT ON COLUMN cases.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN cases.last_load_id IS 'Load that last changed this row';
