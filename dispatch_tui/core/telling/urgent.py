"""What a technician is told when it presses: leave this for an emergency; please say that you have seen it.

A shop words its regular messages itself (`wordings`); these two are short, and worded here.
"""

from __future__ import annotations

from collections.abc import Mapping

from dispatch_tui.core.model import Technician
from dispatch_tui.core.telling.facts import known_language

LEAVE: Mapping[str, str] = {
    "en": "Emergency: please leave call {number} now, as soon as it is safe. The next call follows. {rest}",
    "es": "Emergencia: deje ya la visita {number}, en cuanto sea seguro. Sigue la nueva visita. {rest}",
}
BACK: Mapping[str, str] = {
    "en": "You come back to {number} afterwards.",
    "es": "Luego vuelve a la visita {number}.",
}
ANOTHER: Mapping[str, str] = {
    "en": "What is left there will be planned anew.",
    "es": "Lo que falte se planifica de nuevo.",
}
ACKNOWLEDGE: Mapping[str, str] = {
    "en": "Call {number} was sent to you at {sent}. Please answer OK if you have seen it.",
    "es": "Le enviamos la visita {number} a las {sent}. Responda OK si la ha visto, por favor.",
}


def leave_words(technician: Technician, number: int, *, back: bool) -> str:
    """To whoever is called away from their work, in their language."""
    tongue = known_language(technician.language)
    rest = (BACK if back else ANOTHER)[tongue].format(number=number)
    return LEAVE[tongue].format(number=number, rest=rest)


def acknowledge_words(technician: Technician, number: int, sent: str) -> str:
    """To whoever has not acknowledged a call, in their language; `sent` is the time of the dispatch."""
    return ACKNOWLEDGE[known_language(technician.language)].format(number=number, sent=sent)
