"""The shop itself and who works in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch_tui.core.model.words import NEW, Channel, Place, Priority


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop's own settings that rules depend on; kept in the store, so consoles agree.

    Attributes:
        zone_name: IANA name of the shop's time zone.
        circuity: factor from great-circle to road distance; 1.3 stands for the measured bands, others scale
            them (core.speeds).
        speed_kmh: mean driving speed over that distance; 40 stands for the measured bands, others scale them.
        parking_minutes: added to every drive that is not nought.
        amber_minutes: a visit with less slack than this is amber.
        first_call: the number given to the shop's first call.
        codes: a shop's own words for verbs ("10-8" to "available"), word to verb.
        rules: what the shop has set otherwise of core.rulebook, name to value as typed.
    """

    id: int = 1
    name: str = "My shop"
    zone_name: str = "UTC"
    circuity: float = 1.3
    speed_kmh: float = 40.0
    parking_minutes: float = 1.5
    amber_minutes: int = 15
    first_call: int = 1001
    currency: str = "USD"
    demo: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    revs: tuple[int, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The shop's time zone."""
        return ZoneInfo(self.zone_name)


@dataclass(frozen=True, slots=True)
class SimClock:
    """The simulated clock of a demo shop or an exercise (see core.clock.ClockRate)."""

    anchor: datetime
    wall_anchor: datetime
    speed: float
    id: int = 1
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CallType:
    """A kind of work the shop does, with what it usually takes."""

    code: str
    name: str
    skills: tuple[str, ...]
    minutes: int
    priority: Priority = Priority.NORMAL
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Technician:
    """Who goes.

    Attributes:
        code: short and unique, as spoken on the radio ("T3").
        skills: upper-case skill codes; none means may do nothing that needs a skill.
        tags: declared style tags ("explains", "quick"); never inferred.
        home: where the day starts and ends; None is unknown, never "here".
        channel: how they like to hear from the desk.
        language: of the messages to them, "en" or "es".
    """

    code: str
    name: str
    phone: str = ""
    email: str = ""
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    home: Place | None = None
    area: str = ""
    active: bool = True
    note: str = ""
    channel: Channel = Channel.TEXT
    language: str = "en"
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShiftRule:
    """A technician's regular hours on one weekday, in shop-local minutes after midnight.

    `end_minute` above 1440 runs into the next day (a night shift).
    """

    technician_id: int
    weekday: int
    start_minute: int
    end_minute: int
    id: int = NEW
    revs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeOff:
    """A stretch in which a technician cannot work. `until` None is until further notice."""

    technician_id: int
    since: datetime
    until: datetime | None
    reason: str
    id: int = NEW
    revs: tuple[int, ...] = ()
