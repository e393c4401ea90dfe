"""Settings: where they come from, what outranks what, and what is said of wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from dispatch_tui.bootstrap import DemoOptions, console_name, default_target, login_name, wire
from dispatch_tui.config import Settings, config_path, load_settings
from dispatch_tui.core.errors import Usage


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_said_is_the_defaults(tmp_path: Path):
    assert load_settings(tmp_path / "none.toml", {}) == Settings()


def test_file_and_environment(tmp_path: Path):
    path = written(tmp_path, 'store = "/a/shop.db"\nactor = "ana"\nascii = true\ntheme = "light"\n')
    assert load_settings(path, {}) == Settings("/a/shop.db", "ana", None, "light", True, False)
    outranked = load_settings(path, {"DISPATCH_ACTOR": "ben", "DISPATCH_ASCII": "no", "DISPATCH_LEAN": "1"})
    assert (outranked.actor, outranked.ascii, outranked.lean) == ("ben", False, True)


def test_an_empty_variable_says_nothing(tmp_path: Path):
    assert load_settings(tmp_path / "none.toml", {"DISPATCH_STORE": ""}).store is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('theme = "pink"', "theme"),
        ("actor = 7", "actor"),
        ('actor = "  "', "actor"),
        ('lean = "perhaps"', "lean"),
        ('stroe = "x"', "did you mean store"),
        ("colour = 1", "these can be set"),
        ("theme = ", "not TOML"),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, text: str, named: str):
    path = written(tmp_path, text)
    with pytest.raises(Usage) as caught:
        load_settings(path, {})
    assert str(path) in caught.value.message
    assert named in str(caught.value)


def test_errors_name_the_variable(tmp_path: Path):
    with pytest.raises(Usage, match="DISPATCH_THEME is 'pink'"):
        load_settings(tmp_path / "none.toml", {"DISPATCH_THEME": "pink"})


def test_a_file_that_cannot_be_read(tmp_path: Path):
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Usage, match="cannot be read"):
        load_settings(path, {})


def test_where_the_file_is(tmp_path: Path):
    assert config_path({"DISPATCH_CONFIG": str(tmp_path / "x.toml")}) == tmp_path / "x.toml"
    assert config_path({}).name == "config.toml"


def test_options_outrank_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    settings = Settings(store="postgresql://h/d", actor="ana", console="desk-1", theme="dark", lean=True)
    plain = wire(settings)
    assert (plain.store_target, plain.actor, plain.console) == ("postgresql://h/d", "ana", "desk-1")
    assert (plain.theme, plain.lean, plain.ascii) == ("dark", True, None)
    given = wire(settings, store="shop.db", actor="ben", at="2026-11-24T11:00", theme="mono", ascii=True)
    assert (given.store_target, given.actor, given.fixed) == (tmp_path / "shop.db", "ben", "2026-11-24T11:00")
    assert (given.theme, given.ascii) == ("mono", True)


def test_a_demo_never_uses_the_shops_store():
    demo = DemoOptions("6x30", 7)
    assert wire(Settings(store="/a/shop.db"), demo=demo).store_target == default_target(demo)
    assert default_target(demo).name == "demo-6x30-7.db"
    assert default_target().name == "shop.db"


def test_names_for_the_log():
    assert login_name()
    assert ":" in console_name()
