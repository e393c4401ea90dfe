"""What this machine asks of roads and addresses: the table `[roads]` of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from dispatch_tui.core.errors import Usage

PROVIDERS = ("estimate", "osrm", "valhalla")
GEOCODERS = ("off", "nominatim", "photon")


@dataclass(frozen=True, slots=True)
class RoadSettings:
    """The table `[roads]`. Each has the environment variable DISPATCH_ROADS_<NAME>.

    Attributes:
        provider: where travel times come from: "estimate" (ours, the default), "osrm" or "valhalla".
        url: where that answers, "http://127.0.0.1:5000".
        fallback_url: another server of the same kind, asked where the first knows nothing.
        geocoder: who is asked for addresses: "off" (the default), "nominatim" or "photon".
        geocoder_url: where that answers; needed for either, so that no address leaves the house by default.
        contact: an address that goes along with each question, as Nominatim's rules want it.
    """

    provider: str = "estimate"
    url: str = ""
    fallback_url: str = ""
    geocoder: str = "off"
    geocoder_url: str = ""
    contact: str = ""

    @property
    def routed(self) -> bool:
        """True if a router is set up."""
        return self.provider != "estimate"

    @property
    def geocoded(self) -> bool:
        """True if a geocoder is set up."""
        return self.geocoder != "off"


NO_ROADS = RoadSettings()
NAMES = tuple(field.name for field in fields(RoadSettings))


def read_roads(table: object, file: Path, environment: Mapping[str, str]) -> RoadSettings:
    """The settings of the table `[roads]` and of the environment, which outranks it.

    Args:
        table: the table's value in the file, None if there is none.
        file: the file's path, for what is said of it.
        environment: where variables are looked up.

    Raises:
        Usage: naming what cannot be, and what may be.
    """
    values = _from_table(table, file)
    for name in NAMES:
        word = environment.get(f"DISPATCH_ROADS_{name.upper()}", "").strip()
        if word:
            values[name] = word
    found = RoadSettings(**values)
    _check_choice("provider", found.provider, PROVIDERS)
    _check_choice("geocoder", found.geocoder, GEOCODERS)
    for name in ("url", "fallback_url", "geocoder_url"):
        _check_url(name, getattr(found, name))
    if found.routed and not found.url:
        raise Usage(f"roads.url is missing for {found.provider}", 'say where it answers: url = "http://..."')
    if found.geocoded and not found.geocoder_url:
        raise Usage(
            f"roads.geocoder_url is missing for {found.geocoder}",
            'say where it answers: geocoder_url = "https://..."',
        )
    return found


def _from_table(table: object, file: Path) -> dict[str, str]:
    if table is None:
        return {}
    if not isinstance(table, dict):
        raise Usage(f"{file}: roads is no table", "write [roads], and its settings under it")
    for name, value in table.items():
        if name not in NAMES:
            raise Usage(f"{file}: roads.{name} is no setting", f"these can be set: {', '.join(NAMES)}")
        if not isinstance(value, str) or not value.strip():
            raise Usage(f"{file}: roads.{name} is not a text", "give it some text in quotes")
    return {name: value.strip() for name, value in table.items()}


def _check_choice(name: str, word: str, choices: tuple[str, ...]) -> None:
    if word not in choices:
        raise Usage(f"roads.{name} is {word!r}", f"say {', '.join(choices[:-1])} or {choices[-1]}")


def _check_url(name: str, url: str) -> None:
    if not url:
        return
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise Usage(f"roads.{name} holds a name or password", "a router of one's own needs none")
    try:
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        port_is_one = False
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_one:
        raise Usage(f"roads.{name} is no address", "write it as http://127.0.0.1:5000")
