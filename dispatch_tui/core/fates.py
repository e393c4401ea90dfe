"""What may become of a call: what a screen asks before it asks the person, and a handler before it acts."""

from __future__ import annotations

from dispatch_tui.core.errors import Refused
from dispatch_tui.core.model import Call, CallPhase

P = CallPhase


def phase_words(call: Call) -> str:
    """Where a call stands, in words."""
    return call.phase.value.replace("_", " ")


def check_not_ended(call: Call) -> None:
    """Only what is still to be done can be held or canceled.

    Raises:
        Refused: naming the legal way.
    """
    if call.phase in (P.CANCELED, P.CLOSED):
        raise Refused(f"call {call.id} is {phase_words(call)}", f"reopen {call.id} first")
    if call.phase is P.COMPLETED:
        raise Refused(f"call {call.id} is completed", f"close {call.id}, or undo its last status")


def check_completed(call: Call) -> None:
    """Only completed work is closed.

    Raises:
        Refused: naming the legal way.
    """
    if call.phase is not P.COMPLETED:
        raise Refused(
            f"call {call.id} is {phase_words(call)}, not completed", "finish its visit first, or cancel it"
        )


def check_comes_back(call: Call) -> None:
    """A callback comes back to finished work.

    Raises:
        Refused: naming the legal way.
    """
    if call.phase not in (P.COMPLETED, P.CLOSED):
        way = f"reopen {call.id}" if call.phase is P.CANCELED else f"note it on {call.id}"
        raise Refused(
            f"call {call.id} is {phase_words(call)}, so nothing comes back to it yet", f"{way} instead"
        )
