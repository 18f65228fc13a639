SELECT t.table_name
FROM duckdb_tables() AS t
WHERE t.database_name = 'source' AND t.schema_name = 'store'
ORDER BY t.table_name;
