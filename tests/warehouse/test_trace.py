import pytest

from tests.warehouse.factory import Home, fetch, news, offer
from tests.warehouse.test_load import write
from warehouse.errors import SignalNotFoundError
from warehouse.publish import publish
from warehouse.store import read_only
from warehouse.trace import trace


def _publish(home: Home) -> None:
    home.load(write(home, *(offer(f"a{n}") for n in range(20)), news("n1")))
    publish(home.live, home.snapshots, home.current)


@pytest.mark.parametrize("length", [64, 24])
def test_a_signal_leads_back_to_the_bytes(home: Home, length: int) -> None:
    _publish(home)
    signal = news("n1").signals[0]
    with read_only(home.current) as connection:
        found = trace(connection, signal.signal_key[:length])
    assert found.signal.signal_key == signal.signal_key
    assert found.hits == news("n1").hits
    assert (found.document.external_id, found.document.ruleset, found.document.first_load_id) == ("n1", "r1", "load-1")
    assert found.fetch == fetch("n1")


def test_an_import_has_no_fetch(home: Home) -> None:
    read = offer("a1")
    imported = read.model_copy(update={"document": read.document.model_copy(update={"fetch_id": None})})
    home.load(write(home, imported))
    publish(home.live, home.snapshots, home.current)
    with read_only(home.current) as connection:
        assert trace(connection, imported.signals[0].signal_key).fetch is None


def test_keys_that_name_no_signal_or_several_are_refused(home: Home) -> None:
    _publish(home)
    with read_only(home.current) as connection:
        with pytest.raises(SignalNotFoundError, match="no signal begins with 'zz'"):
            trace(connection, "zz")
        with pytest.raises(SignalNotFoundError, match=r"21 signals begin with .* give more of the key"):
            trace(connection, "")
