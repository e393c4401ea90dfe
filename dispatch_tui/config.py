"""A person's settings for this machine: one TOML file, outranked by environment variables.

What the shop has in common (zone, travel, call types) is in the store, so that all consoles agree;
here is only what differs from desk to desk.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from dispatch_tui.core.errors import Usage
from dispatch_tui.messaging.settings import NOT_SET_UP, MessageSettings, read_messages
from dispatch_tui.roads.settings import NO_ROADS, RoadSettings, read_roads

THEMES = ("dark", "light", "mono")
"""Names a theme can have here; the app falls back on fewer colours where the terminal has fewer."""

MESSAGES, ROADS = "messages", "roads"
TABLES = (MESSAGES, ROADS)
"""Settings that are tables with readers of their own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set for one machine. Each has the environment variable DISPATCH_<NAME>.

    Attributes:
        store: path or URL of the shop's store; None for the platform's data folder.
        actor: who acts, as written in the log; None for the name of the person logged in.
        console: name of this desk, as written in the log; None for the machine's name.
        theme: "dark", "light" or "mono"; None to follow the terminal.
        ascii: True to draw with ASCII only, False never to; None to follow the locale.
        lean: True to leave out what costs bandwidth on slow lines.
        messages: how this machine reaches people: the table `[messages]`, each with a variable of its own.
        roads: whom this machine asks for travel times and addresses: the table `[roads]`, likewise.
    """

    store: str | None = None
    actor: str | None = None
    console: str | None = None
    theme: str | None = None
    ascii: bool | None = None
    lean: bool = False
    messages: MessageSettings = NOT_SET_UP
    roads: RoadSettings = NO_ROADS


def config_path(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the file is: DISPATCH_CONFIG, else config.toml in the platform's folder for settings."""
    named = environment.get("DISPATCH_CONFIG")
    if named:
        return Path(named).expanduser()
    # 10 ms, and not needed where the variable is set
    import platformdirs  # noqa: PLC0415

    return Path(platformdirs.user_config_dir("dispatch-tui")) / "config.toml"


def load_settings(path: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Args:
        path: the file; None for `config_path`. A file that is not there sets nothing.
        environment: where variables are looked up.

    Raises:
        Usage: naming the file or variable, the key, and what it may be.
    """
    file = path or config_path(environment)
    values = _from_file(file)
    values[MESSAGES] = read_messages(values.get(MESSAGES), file, environment)
    values[ROADS] = read_roads(values.get(ROADS), file, environment)
    for name in _READERS:
        variable = f"DISPATCH_{name.upper()}"
        word = environment.get(variable)
        if word:
            values[name] = _read(name, word, variable)
    return Settings(**values)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise Usage(f"{file} cannot be read ({error})", "mend it, or move it away") from error
    # 8 ms, and most machines have no file
    import tomllib  # noqa: PLC0415

    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Usage(f"{file} is not TOML: {error}", "mend that line") from error
    return {
        name: value if name in TABLES else _read(name, value, f"{file}: {name}")
        for name, value in table.items()
        if _known(name, file)
    }


def _known(name: str, file: Path) -> bool:
    if name in _READERS or name in TABLES:
        return True
    near = difflib.get_close_matches(name, (*_READERS, *TABLES), n=1)
    hint = f"did you mean {near[0]}?" if near else f"these can be set: {', '.join((*_READERS, *TABLES))}"
    raise Usage(f"{file}: {name!r} is no setting", hint)


def _read(name: str, value: object, where: str) -> object:
    try:
        return _READERS[name](value)
    except ValueError as error:
        raise Usage(f"{where} is {value!r}", str(error)) from error


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("give it some text in quotes")
    return value.strip()


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).casefold()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise ValueError("say true or false")


def _theme(value: object) -> str:
    if value not in THEMES:
        raise ValueError(f"say {', '.join(THEMES[:-1])} or {THEMES[-1]}")
    return str(value)


_READERS: Mapping[str, Callable[[object], object]] = {
    field.name: {"theme": _theme, "ascii": _flag, "lean": _flag}.get(field.name, _text)
    for field in fields(Settings)
    if field.name not in TABLES
}
