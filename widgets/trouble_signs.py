"""How kinds of trouble look: a sign, and the ground it stands on."""

from __future__ import annotations

from collections.abc import Mapping

from dispatch_tui.desk.alerts.trouble import Trouble
from widgets.glyphs import Glyphs

T = Trouble

_STATES: Mapping[Trouble, str] = {
    T.OUT: "stopped", T.UNDISPATCHED: "tentative", T.RUNNING_OVER: "on_site", T.STALE: "dispatched",
    T.SILENT: "on_site", T.PART: "paused", T.HOLD: "paused", T.UNSEEN: "dispatched",
    T.URGENT_UNSEEN: "dispatched",
}  # fmt: skip
"""Trouble that is drawn with the glyph of a state."""

_ROLES: Mapping[Trouble, str] = {
    T.EMERGENCY: "late", T.LATE: "late", T.CANCEL: "late", T.OUT: "stopped", T.UNDISPATCHED: "on_site",
    T.RUNNING_OVER: "on_site", T.TRAVEL: "on_site", T.FAILED: "stopped", T.UNKNOWN: "stopped",
    T.STALE: "paused", T.SILENT: "tentative", T.PART: "paused", T.HOLD: "tentative", T.UNREAD: "told",
    T.AMBER: "tentative", T.OVERTIME: "tentative", T.UNSEEN: "on_site", T.URGENT_UNSEEN: "late",
}  # fmt: skip
"""Whose head ground the sign stands on; a conflict has one of its own."""


def sign_of(trouble: Trouble, glyphs: Glyphs) -> str:
    """One cell that says what kind of trouble it is, also without colour."""
    if trouble in _STATES:
        return glyphs.state[_STATES[trouble]]
    if trouble is T.EMERGENCY:
        return glyphs.emergency
    if trouble is T.CONFLICT:
        return glyphs.conflict
    if trouble is T.TRAVEL:
        return glyphs.travel
    if trouble in (T.CANCEL, T.FAILED, T.UNKNOWN, T.UNREAD):
        return glyphs.letter
    return glyphs.late if trouble is T.LATE else glyphs.dot


def grounds_of(trouble: Trouble) -> tuple[str, str]:
    """Roles of the sign and of its ground."""
    if trouble is T.CONFLICT:
        return "conflict.text", "conflict"
    role = _ROLES[trouble]
    return f"{role}.head.text", f"{role}.head"
