-- A view, so that each step decodes only the fields it names.
CREATE OR REPLACE TEMP VIEW incoming AS
SELECT
    list_position(getvariable('files'), filename) * 4294967296 + file_row_number AS ordinal,
    analysed,
    outcome,
    "fetch"
FROM read_parquet(getvariable('files'), filename = TRUE, file_row_number = TRUE);
