CREATE TABLE store.detections (
    doc_id VARCHAR NOT NULL,
    text_sha256 VARCHAR NOT NULL,
    lang VARCHAR NOT NULL,
    doc_type VARCHAR NOT NULL,
    entities STRUCT("label" VARCHAR, "text" VARCHAR, canonical VARCHAR, field VARCHAR, "start" BIGINT, "end" BIGINT)[] NOT NULL,
    redactions STRUCT(field VARCHAR, "start" BIGINT, "end" BIGINT, "role" VARCHAR)[] NOT NULL,
    ruleset VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.detections IS 'One row a document: how its current version was read';
COMMENT ON COLUMN store.detections.doc_id IS 'The document';
COMMENT ON COLUMN store.detections.text_sha256 IS 'Version that was read';
COMMENT ON COLUMN store.detections.lang IS 'Language found, ISO 639';
COMMENT ON COLUMN store.detections.doc_type IS 'news, offer or other';
COMMENT ON COLUMN store.detections.entities IS 'What is named in the masked text';
COMMENT ON COLUMN store.detections.redactions IS 'Where the masked text is masked, and whose data that was';
COMMENT ON COLUMN store.detections.ruleset IS 'Version of indicators and lexicons';
COMMENT ON COLUMN store.detections.model IS 'Version of the trained models';
COMMENT ON COLUMN store.detections.code IS 'Version of the code';
COMMENT ON COLUMN store.detections.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.detections.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.news (
    doc_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    kind_probs MAP (VARCHAR, DOUBLE) NOT NULL,
    secondary VARCHAR[] NOT NULL,
    tppo_topic BOOLEAN NOT NULL,
    tppo_status VARCHAR,
    tppo_status_by VARCHAR,
    agencies VARCHAR[] NOT NULL,
    hotlines VARCHAR[] NOT NULL,
    cues STRUCT(id VARCHAR, field VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, weight DOUBLE)[] NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.news IS 'One row a document read as news';
COMMENT ON COLUMN store.news.doc_id IS 'The document';
COMMENT ON COLUMN store.news.kind IS 'Kind by the main new fact: case_*, prevention, policy, statistics, ...';
COMMENT ON COLUMN store.news.kind_probs IS 'Probability of each kind';
COMMENT ON COLUMN store.news.secondary IS 'Further kinds the text carries';
COMMENT ON COLUMN store.news.tppo_topic IS 'Whether it is about trafficking or about migrant workers wronged or protected';
COMMENT ON COLUMN store.news.tppo_status IS 'What the persons of the case are said to be: possible, actual, not_victim or not_stated';
COMMENT ON COLUMN store.news.tppo_status_by IS 'Who says so';
COMMENT ON COLUMN store.news.agencies IS 'Public bodies named, canonical';
COMMENT ON COLUMN store.news.hotlines IS 'Numbers offered to the public, as printed without separators';
COMMENT ON COLUMN store.news.cues IS 'The words that decided the kind';
COMMENT ON COLUMN store.news.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.news.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.offers (
    doc_id VARCHAR NOT NULL,
    risk DOUBLE NOT NULL,
    band BIGINT NOT NULL,
    scope VARCHAR NOT NULL,
    destination VARCHAR[] NOT NULL,
    job VARCHAR,
    pay STRUCT(min DOUBLE, max DOUBLE, currency VARCHAR, period VARCHAR, raw VARCHAR),
    indicators STRUCT(id VARCHAR, field VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, weight DOUBLE)[] NOT NULL,
    counter STRUCT(id VARCHAR, field VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, weight DOUBLE, verified BOOLEAN)[] NOT NULL,
    contacts STRUCT("type" VARCHAR, "key" VARCHAR)[] NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.offers IS 'One row a document read as an offer of work';
COMMENT ON COLUMN store.offers.doc_id IS 'The document';
COMMENT ON COLUMN store.offers.risk IS 'Probability that a careful reader gives band 2 or 3';
COMMENT ON COLUMN store.offers.band IS '0 none, 1 low, 2 medium, 3 high';
COMMENT ON COLUMN store.offers.scope IS 'overseas, domestic, ship or hidden';
COMMENT ON COLUMN store.offers.destination IS 'Countries of work, ISO2';
COMMENT ON COLUMN store.offers.job IS 'The job, verbatim';
COMMENT ON COLUMN store.offers.pay IS 'The stated fixed pay';
COMMENT ON COLUMN store.offers.indicators IS 'Red flags found, whether or not they made a signal';
COMMENT ON COLUMN store.offers.counter IS 'Signs of an honest offer';
COMMENT ON COLUMN store.offers.contacts IS 'Kind and keyed hash of each contact; never the contact itself';
COMMENT ON COLUMN store.offers.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.offers.last_load_id IS 'Load that last changed this row';

CREATE TABLE store.cases (
    case_id VARCHAR NOT NULL,
    doc_id VARCHAR NOT NULL,
    is_background BOOLEAN NOT NULL,
    victims_min BIGINT,
    victims_max BIGINT,
    victims_text VARCHAR,
    suspects_n BIGINT,
    minor_involved BOOLEAN,
    origin_provinces VARCHAR[] NOT NULL,
    destination_countries VARCHAR[] NOT NULL,
    transit_countries VARCHAR[] NOT NULL,
    exploitation VARCHAR[] NOT NULL,
    legal_basis VARCHAR[] NOT NULL,
    stage VARCHAR,
    promised_job VARCHAR,
    promised_pay STRUCT(min DOUBLE, max DOUBLE, currency VARCHAR, period VARCHAR, raw VARCHAR),
    event_date VARCHAR,
    spans MAP (VARCHAR, STRUCT(field VARCHAR, "start" BIGINT, "end" BIGINT)[]) NOT NULL,
    first_load_id VARCHAR NOT NULL,
    last_load_id VARCHAR NOT NULL
);
COMMENT ON TABLE store.cases IS 'One row a case told by a document';
COMMENT ON COLUMN store.cases.case_id IS 'Document id and ordinal';
COMMENT ON COLUMN store.cases.doc_id IS 'The document';
COMMENT ON COLUMN store.cases.is_background IS 'True when the case is only background of another kind of text';
COMMENT ON COLUMN store.cases.victims_min IS 'Fewest victims';
COMMENT ON COLUMN store.cases.victims_max IS 'Most victims';
COMMENT ON COLUMN store.cases.victims_text IS 'Victims as told';
COMMENT ON COLUMN store.cases.suspects_n IS 'Suspects, defendants and convicts, at large included';
COMMENT ON COLUMN store.cases.minor_involved IS 'True when a victim is under 18, false when all are said to be adults';
COMMENT ON COLUMN store.cases.origin_provinces IS 'Home provinces of the victims, short names';
COMMENT ON COLUMN store.cases.destination_countries IS 'Where they were to work or were exploited, ISO2';
COMMENT ON COLUMN store.cases.transit_countries IS 'Passed on the way out, ISO2';
COMMENT ON COLUMN store.cases.exploitation IS 'Forms of exploitation';
COMMENT ON COLUMN store.cases.legal_basis IS 'Articles cited for this case';
COMMENT ON COLUMN store.cases.stage IS 'Furthest stage of the procedure';
COMMENT ON COLUMN store.cases.promised_job IS 'Job promised, as told';
COMMENT ON COLUMN store.cases.promised_pay IS 'Pay promised';
COMMENT ON COLUMN store.cases.event_date IS 'ISO date, month or year of the main event';
COMMENT ON COLUMN store.cases.spans IS 'Field name to the places in title and text that say so';
COMMENT ON COLUMN store.cases.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN store.cases.last_load_id IS 'Load that last changed this row';
