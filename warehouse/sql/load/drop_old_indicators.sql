-- An entry that left the registry stays while evidence still names it.
DELETE FROM store.indicators AS t
WHERE
    t.indicator NOT IN (SELECT g.indicator FROM given_indicators AS g)
    AND t.indicator NOT IN (SELECT h.indicator FROM store.hits AS h);
