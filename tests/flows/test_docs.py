from pathlib import Path

import pytest
from pydantic import BaseModel

from flows.cli.document import PAGE, helps, page
from flows.settings import Config, Environment

SETTINGS = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_of_commands_is_fresh() -> None:
    assert PAGE.read_text() == page(), "run `python -m flows.cli.document`"


@pytest.mark.parametrize(("path", "text"), list(helps()))
def test_every_command_explains_itself_with_an_example(path: str, text: str) -> None:
    assert f"\n    {path}" in text.partition("Example")[2]


def _keys(model: type[BaseModel]) -> set[str]:
    keys: set[str] = set()
    for name, field in model.model_fields.items():
        keys.add(name)
        for part in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel):
                keys |= _keys(part)
    return keys


def test_every_setting_is_documented() -> None:
    text = SETTINGS.read_text()
    missing = {key for key in _keys(Config) if key not in text}
    missing |= {f"SUAR_{key.upper()}" for key in Environment.model_fields if f"`SUAR_{key.upper()}`" not in text}
    assert missing == set()
