from datetime import date

from tests.warehouse.factory import Home, news, offer, register_row, source_run
from tests.warehouse.test_load import query, write
from warehouse.contracts import Case, Pay
from warehouse.publish import publish
from warehouse.store import read_only

CASE_FIELDS = [name for name in Case.model_fields if name != "is_background"]
CONTRACT = {
    "documents": "doc_id external_id source outlet url title byline text published_at published_precision fetched_at lang "
    "kind_hint fate text_sha256 first_load_id last_load_id",
    "news": "doc_id external_id kind kind_prob secondary tppo_topic tppo_status tppo_status_by agencies hotlines story_id",
    "offers": "doc_id external_id risk band scope destination job pay_min pay_max pay_currency pay_period pay_raw contact_keys "
    "campaign_id",
    "signals": "signal_key doc_id external_id type score band kind campaign_id event_id review_state first_seen",
    "hits": "signal_key doc_id indicator field start_char end_char quote weight",
    "cases": f"case_id doc_id external_id event_id is_background {' '.join(CASE_FIELDS)} event_from event_to",
    "events": "event_id first_seen last_seen n_documents merged_into",
    "campaigns": "campaign_id first_seen last_seen n_documents merged_into",
    "stories": "story_id first_seen last_seen n_documents merged_into",
    "event_members": "event_id doc_id external_id",
    "campaign_members": "campaign_id doc_id external_id",
    "story_members": "story_id doc_id external_id",
    "indicators": "indicator group label_id label_en meaning weight source",
    "leads": "signal_key",
    "reviews": "review_id signal_key evidence_sha256 reviewer verdict reasons note at",
    "loads": "load_id kind code_version started_at",
    "source_health": "run_id source started_at ended_at state",
    "registers": "register_name key name valid_from valid_until details source url first_seen last_seen",
}


def test_every_view_of_the_contract_is_in_an_empty_snapshot(home: Home) -> None:
    publish(home.live, home.snapshots, home.current)
    with read_only(home.current) as connection:
        views = connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal ORDER BY ALL"
        ).fetchall()
        assert [name for (name,) in views] == sorted(CONTRACT)
        for view, columns in CONTRACT.items():
            found = [row[0] for row in connection.execute(f"DESCRIBE {view}").fetchall()]
            expected = columns.split()
            assert found[: len(expected)] == expected, view
            assert connection.execute(f"FROM {view}").fetchall() == []


def test_everything_in_the_database_is_described(home: Home) -> None:
    publish(home.live, home.snapshots, home.current)
    with read_only(home.current) as connection:
        described = connection.execute(
            "SELECT schema_name || '.' || table_name, comment FROM duckdb_tables()"
            " UNION ALL SELECT schema_name || '.' || view_name, comment FROM duckdb_views() WHERE NOT internal"
            " UNION ALL SELECT schema_name || '.' || table_name || '.' || column_name, comment FROM duckdb_columns()"
            " WHERE NOT internal"
        ).fetchall()
    assert len(described) > 400
    assert [name for name, comment in described if not comment] == []


def test_every_row_says_which_loads_brought_and_changed_it(home: Home) -> None:
    own = {"loads", "outcomes", "settings", "migrations"}
    tables = {
        table
        for (table,) in query(
            home,
            "SELECT table_name FROM duckdb_columns() WHERE schema_name = 'store'"
            " AND column_name IN ('first_load_id', 'last_load_id') GROUP BY ALL HAVING count(*) = 2",
        )
    }
    every = {table for (table,) in query(home, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'store'")}
    assert every - tables == own


def test_views_follow_their_files(home: Home) -> None:
    query(home, "UPDATE store.settings SET value = 'older' WHERE name = 'views'")
    query(home, "CREATE VIEW gone AS SELECT 1 AS one")
    assert query(home, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'gone'") == [(1,)]
    query(home, "UPDATE store.settings SET value = 'older' WHERE name = 'views'")
    assert query(home, "SELECT count(*) FROM duckdb_views() WHERE view_name = 'gone'") == [(0,)]
    assert query(home, "FROM leads") == []


def test_a_case_has_a_column_for_each_field(home: Home) -> None:
    home.load(write(home, news("n1")))
    case = news("n1").cases[0].case
    columns = ", ".join(f"c.{name}" for name in CASE_FIELDS)
    ((row),) = query(home, f"SELECT {columns} FROM cases AS c")
    got = dict(zip(CASE_FIELDS, row, strict=True))
    assert Pay.model_validate(got["promised_pay"]) == case.promised_pay
    assert got["origin_provinces"] == ["NTB", "NTT"]
    assert (got["victims_min"], got["stage"], got["minor_involved"]) == (5, "detained", None)
    assert query(home, "SELECT promised_pay_min, promised_pay_max, promised_pay_currency FROM cases") == [
        (1.0, 2.0, "MYR")
    ]


def test_the_days_an_event_can_have_been(home: Home) -> None:
    days = {
        "2025": (date(2025, 1, 1), date(2025, 12, 31)),
        "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
        "2025-06-07": (date(2025, 6, 7), date(2025, 6, 7)),
        "2025-13": (None, None),
        None: (None, None),
    }
    home.load(write(home, *(news(f"n{n}", event_date=printed) for n, printed in enumerate(days))))
    found = query(home, "SELECT event_date, event_from, event_to FROM cases")
    assert {printed: (first, last) for printed, first, last in found} == days


def test_the_state_of_a_source_is_as_judged(home: Home) -> None:
    runs = (
        source_run("1", state="healthy", rule="in_order"),
        source_run("2", state="broken", rule="listing_unreachable", reached=False, refused={"too_slow": 2}),
    )
    home.load(runs=(*runs, source_run("2", source="lain", state="quiet")))
    found = "SELECT run_id, source, state, rule, refused['too_slow'] FROM source_health ORDER BY ALL"
    assert query(home, found) == [
        ("1", runs[0].source, "healthy", "in_order", None),
        ("2", runs[1].source, "broken", "listing_unreachable", 2),
        ("2", "lain", "quiet", None, None),
    ]
    assert query(home, "SELECT run_id FROM source_health WHERE is_latest ORDER BY source") == [("2",), ("2",)]


def test_registers_keep_each_wording_with_its_days(home: Home) -> None:
    rows = [register_row(day) for day in (1, 2)] + [register_row(3, name="PT Contoh Baru")]
    home.load(rows=rows[:1])
    home.load(rows=rows[1:])
    found = (
        "SELECT name, day(first_seen), day(last_seen), is_latest, details['alamat'] FROM registers ORDER BY first_seen"
    )
    assert query(home, found) == [
        ("PT Contoh Lama", 1, 2, False, "Jalan Uji 1"),
        ("PT Contoh Baru", 3, 3, True, "Jalan Uji 1"),
    ]


def test_leads_are_for_people_who_read_indonesian(home: Home) -> None:
    home.load(write(home, offer("a1"), news("n1")))
    rows = query(
        home,
        "SELECT type, band, kind, review, first_seen_wib, published_wib, url, quotes, indicators, pay, destinations,"
        " origin_provinces, victims, status FROM leads",
    )
    assert rows == [
        ("Lowongan mencurigakan", "tinggi", None, "belum ditinjau", "2026-03-02 08:00", "2026-03-01 08:00",
         "https://kabar.example/a1", "Dicari operator", "gaji terlalu besar", "gaji 15 juta", "Kamboja", None, None, None),
        ("Kasus TPPO", "sedang", "Penangkapan", "belum ditinjau", "2026-03-02 08:00", "2026-03-01 08:00",
         "https://kabar.example/n1", "Polisi", "Penangkapan", "1-2 ringgit", "Malaysia", "NTB; NTT", "5",
         "diduga menurut polisi"),
    ]  # fmt: skip


def test_a_lead_says_no_more_than_is_known(home: Home) -> None:
    read = news("n1")
    vague = {"published_precision": "day", "title": ""}
    home.load(write(home, read.model_copy(update={"document": read.document.model_copy(update=vague)})))
    assert query(home, "SELECT published_wib, title, pay, job FROM leads") == [
        ("2026-03-01", None, "1-2 ringgit", None)
    ]


def test_no_cell_of_a_lead_is_a_formula(home: Home) -> None:
    home.load(write(home, offer("a1", "=HYPERLINK(1) kerja ringan")))
    assert query(home, "SELECT quotes FROM leads") == [("'=HYPERLINK(1) kerja",)]


def test_contacts_are_stored_as_keys_only(home: Home) -> None:
    home.load(write(home, offer("a1")))
    assert query(home, "SELECT contact_keys, contacts FROM offers") == [
        (["key-of-a"], [{"type": "whatsapp", "key": "key-of-a"}])
    ]
    publish(home.live, home.snapshots, home.current)
    assert b"81200001234" not in home.current.read_bytes()
