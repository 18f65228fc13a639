CREATE VIEW indicators AS
SELECT
    i.indicator,
    i."group",
    i.label_id,
    i.label_en,
    i.meaning,
    i.weight,
    i.source,
    i.first_load_id,
    i.last_load_id
FROM store.indicators AS i;
COMMENT ON VIEW indicators IS 'The registry of indicators';
COMMENT ON COLUMN indicators.indicator IS 'Id, such as RF-01';
COMMENT ON COLUMN indicators."group" IS 'Group it belongs to';
COMMENT ON COLUMN indicators.label_id IS 'Short name, Indonesian';
COMMENT ON COLUMN indicators.label_en IS 'Short name, English';
COMMENT ON COLUMN indicators.meaning IS 'What it says about an offer or a text';
COMMENT ON COLUMN indicators.weight IS 'Weight in the score';
COMMENT ON COLUMN indicators.source IS 'Where the idea comes from';
COMMENT ON COLUMN indicators.first_load_id IS 'Load that brought this row';
COMMENT ON COLUMN indicators.last_load_id IS 'Load that last changed this row';
