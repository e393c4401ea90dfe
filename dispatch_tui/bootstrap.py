"""Wires settings, clock, store and desk together: the one place that knows them all.

Importing it costs nothing that the first frame would have to wait for: the store's modules are
imported by `open_desk`, which the app calls on its store thread once it has painted.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dispatch_tui.config import Settings
from dispatch_tui.core.errors import Usage
from dispatch_tui.messaging.settings import NOT_SET_UP, MessageSettings
from dispatch_tui.roads.settings import NO_ROADS, RoadSettings

if TYPE_CHECKING:
    from dispatch_tui.core.model import Place, Way
    from dispatch_tui.desk.desk import Desk
    from dispatch_tui.desk.surveying import Surveyor
    from dispatch_tui.roads.locating import Locator

URL_MARK = "://"
SET_UP = "run dispatch-tui setup --name NAME --zone ZONE, or try dispatch-tui demo"
"""What to do where there is no shop yet."""


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """Which demo shop.

    Attributes:
        size: technicians by calls, "12x70".
        seed: the same seed and size make the same shop.
        speed: simulated seconds per second; None for the demo's own pace.
    """

    size: str = "12x70"
    seed: int = 1
    speed: float | None = None

    @property
    def mark(self) -> str:
        """What the set-up of such a shop says in the log, so that it is known again."""
        return f"demo {self.size} seed {self.seed}"


@dataclass(frozen=True, slots=True)
class Wiring:
    """Everything a console or a shell command needs to know before it opens the store.

    Attributes:
        store_target: path or URL of the store, resolved.
        actor: who acts.
        console: this desk's name.
        demo: the demo shop to make or join; None on a shop of one's own.
        fixed: an ISO time at which the clock stands still (in the shop's zone if it has no offset).
        ascii: draw with ASCII only (None: as the locale says).
        theme: name of a theme (None: as the terminal says).
        lean: leave out what costs bandwidth.
        messages: how this machine reaches people.
        roads: whom this machine asks for travel times and addresses.
    """

    store_target: str | Path
    actor: str
    console: str = ""
    demo: DemoOptions | None = None
    fixed: str | None = None
    ascii: bool | None = None
    theme: str | None = None
    lean: bool = False
    messages: MessageSettings = NOT_SET_UP
    roads: RoadSettings = NO_ROADS


def wire(
    settings: Settings,
    *,
    store: str | None = None,
    actor: str | None = None,
    at: str | None = None,
    demo: DemoOptions | None = None,
    **looks: Any,
) -> Wiring:
    """The wiring of a command line over the settings.

    Args:
        settings: from file and environment.
        store: `--store`.
        actor: `--as`.
        at: `--at`.
        demo: of the demo command; its store is the cache's own unless `store` names one.
        looks: `--theme`, `--ascii` and `--lean`, where they were given.

    Raises:
        Usage: if `at` is no ISO time.
    """
    if at is not None:
        _check_iso(at)
    target = store if demo is not None else store or settings.store
    return Wiring(
        store_target=_resolved(target) if target else default_target(demo),
        actor=actor or settings.actor or login_name(),
        console=settings.console or console_name(),
        demo=demo,
        fixed=at,
        ascii=looks.get("ascii", settings.ascii),
        theme=looks.get("theme", settings.theme),
        lean=looks.get("lean", settings.lean),
        messages=settings.messages,
        roads=settings.roads,
    )


def _check_iso(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise Usage(f"--at {text!r} is not an ISO time", "say 2026-11-24T14:30") from error


def _resolved(target: str) -> str | Path:
    return target if URL_MARK in target else Path(target).expanduser().absolute()


def default_target(demo: DemoOptions | None = None) -> Path:
    """Where the shop's store is, or the demo's, if nobody says otherwise."""
    import platformdirs  # noqa: PLC0415 - 10 ms

    if demo is None:
        return Path(platformdirs.user_data_dir("dispatch-tui")) / "shop.db"
    return Path(platformdirs.user_cache_dir("dispatch-tui")) / f"demo-{demo.size}-{demo.seed}.db"


def login_name(environment: Mapping[str, str] = os.environ) -> str:
    """The name of the person logged in, for the log."""
    import getpass  # noqa: PLC0415 - 3 ms

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return environment.get("USERNAME") or "someone"


def console_name() -> str:
    """This desk's name: machine and process, so that two consoles of one person differ in the log."""
    import platform  # noqa: PLC0415 - 5 ms

    return f"{platform.node().split('.')[0] or 'desk'}:{os.getpid()}"


def is_made(wiring: Wiring) -> bool:
    """False if the store is a file that is not there yet, so that a first run can ask before it is made."""
    target = wiring.store_target
    return not isinstance(target, Path) or target.exists()


def surveyor_of(settings: RoadSettings) -> Surveyor | None:
    """What measures roads for a console; None where the estimate is all there is."""
    if not settings.routed:
        return None
    # 40 ms of the standard library's HTTP, only where a router is set up
    from dispatch_tui.desk.surveying import Surveyor as Made  # noqa: PLC0415
    from dispatch_tui.roads.wiring import chain_of  # noqa: PLC0415

    return Made(chain_of(settings))


def locator_of(settings: RoadSettings) -> Locator:
    """What looks addresses up: the postal tables always, a geocoder where one is set up.

    To be called once the board is up: the tables are a tenth of a second, on first use.
    """
    from data.importing.postcodes import country_of, postal_point  # noqa: PLC0415
    from dispatch_tui.roads.locating import Locator as Made  # noqa: PLC0415

    def postal(code: str) -> Place | None:
        country = country_of(code)
        point = postal_point(code, country) if country else None
        return None if point is None else point.place

    if not settings.geocoded:
        return Made(postal)
    from dispatch_tui.roads.geocoding import Geocoder  # noqa: PLC0415

    geocoder = Geocoder(settings)
    return Made(postal, geocoder.find, geocoder.name)


def open_desk(wiring: Wiring, way: Way | None = None) -> Desk:
    """Open the store and seat the person; the shop's clock is followed.

    Builds the demo shop first where the wiring asks for one and it is not there, or stale. To be called
    on the thread that will use the store.

    Args:
        wiring: see `Wiring`.
        way: by what way the seat's acts reach the desk; None for the desk itself.

    Raises:
        StoreUnusable: if the store cannot be used, or holds no shop.
        Usage: if `wiring.fixed` makes no time in the shop's zone.
    """
    # 100 ms, with the store's modules; the first frame does not wait for it
    from dispatch_tui.seating import join, sit_down  # noqa: PLC0415

    if wiring.demo is not None:
        return join(wiring, wiring.demo, way)
    return sit_down(wiring, way)
