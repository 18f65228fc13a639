-- A load without batches (inbox, source runs and indicators only) still needs the columns that later steps name.
CREATE OR REPLACE TEMP TABLE incoming AS
SELECT
    cast(0 AS BIGINT) AS ordinal,
    n.*
FROM no_rows AS n;
