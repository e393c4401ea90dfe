"""Who wants no more texts, who wants them again, and who may mean the visit.

The bare words always count. Sentences count by pattern: any reasonable wording of "no more texts" stops
them, while "stop by at 3" is about the visit. Where it is doubtful a person sees the message anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dispatch_tui.core.telling.plain import plain, words

_STOP_WORDS = frozenset(
    {
        "stop", "stopall", "stop all", "quit", "end", "revoke", "opt out", "optout", "cancel", "unsubscribe",
        "baja", "dar de baja", "darme de baja", "de baja", "alto", "basta", "parar", "pare", "paren", "para",
        "detener", "detenga", "detengan", "cancelar", "cancele", "cancelen", "no mas",
    }
)  # fmt: skip
_STOP_IN_PASSING = _STOP_WORDS - {
    "end", "cancel", "cancelar", "cancele", "cancelen", "para", "alto", "basta", "pare", "paren", "no mas",
    "parar", "detener", "detenga", "detengan",
}  # fmt: skip
"""Words that stop texts as one sentence among several too; the others may go on about the visit."""

_START_WORDS = frozenset(
    {
        "start", "start again", "unstop", "yes start", "si start", "restart", "resume", "opt in", "optin",
        "opt me in", "opt me back in", "subscribe", "resubscribe", "alta", "de alta", "dar de alta",
        "darme de alta", "reanudar", "empezar", "comenzar", "iniciar",
    }
)  # fmt: skip

_AROUND = re.compile(
    r"^(?:(?:please|pls|plz|thanks|thank you|ok|okay|hi|hello|hey|just|por favor|gracias|hola|ya) )+"
    r"|(?: (?:please|pls|plz|thanks|thank you|now|it|this|right now|immediately|already|ok|okay"
    r"|por favor|porfa|gracias|ya|ahora))+$"
)

_TEXTS = (
    r"(?:text messages?|texts?|texting|messages?|messaging|msgs?|sms|notifications?|e ?mails?|e ?mailing"
    r"|reminders?|spam|spamming)"
)
_WHICH = r"(?:(?:all|the|these|those|this|that|your|any|more|further|other|such|of|me|us|with|my|to) )*"
_MENSAJES = r"(?:mensajes?|mensajitos|textos?|sms|notificaciones|recordatorios|correos?|e ?mails?)"
_CUALES = r"(?:(?:los|las|estos|esos|sus|mis|mas|tantos|de|tus|el) )*"

_GETTING = r"(?:sending |getting |receiving )?"
_MANY = r"(?:text messages|texts|messages|msgs|sms|e ?mails|notifications|reminders|subscription)"
_LISTED = rf"(?:the|your|this|these|all) (?:\w+ )?(?:lists?|system|database|{_TEXTS})"

_STOP_ORDERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:stop|quit|cease|discontinue|halt) {_GETTING}{_WHICH}{_TEXTS}\b",
        rf"\b(?:end|cancel) {_WHICH}{_MANY}\b",
        r"\b(?:stop|quit|cease) (?:contacting|bothering|writing|harassing)(?: to)? (?:me|us)\b",
        r"\b(?:stop|quit|cease) sending (?:me |us )?(?:these|those|this|that|them|stuff)$",
        rf"\bno (?:more|further) {_TEXTS}\b",
        r"\b(?:do not|dont|never) (?:ever )?(?:text|message|sms|msg|e ?mail|contact|write to) "
        r"(?:me|us|here|this number|again|any ?more)\b",
        rf"\b(?:do not|dont|never) (?:ever )?send (?:me |us )?{_WHICH}{_TEXTS}\b",
        r"\bunsubscribe\b|\bopt (?:me |us )?out\b|\boptout\b",
        rf"\b(?:remove|take|delete) (?:me|us|my number|this number)(?: off)?(?: from| of)? {_LISTED}\b",
        r"\b(?:remove|delete|lose|forget) (?:my|this) (?:phone |cell )?number\b",
        r"\b(?:dejen?|dejes?|dejad|paren?|parad|cesen?|basta)(?: ya)?(?: de)? "
        rf"(?:(?:mandar|enviar|escribir|textear|molestar|contactar)(?:me|nos)?\b|{_CUALES}{_MENSAJES}\b)",
        rf"\bno mas {_MENSAJES}\b",
        rf"\b(?:cancel(?:ar|e|en)|deten(?:er|ga|gan)|parar|quit(?:ar|e|en)) {_CUALES}{_MENSAJES}\b",
        r"\b(?:darme|darnos|denme|dennos|deme|denos) de baja\b|\bdar de baja (?:mi|este) numero\b",
        r"\b(?:saquen|saque|quiten|quite|borren|borre|eliminen|elimine)(?:me|nos)? "
        r"(?:de (?:la|su|esta) lista|mi numero)\b",
    )
)
"""What somebody is asked to do, or not to do; who speaks of what others do asks for nothing."""

_STOP_WISHES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:revoke|withdraw) (?:my )?(?:consent|permission)\b",
        r"\bi (?:hereby |now )?(?:unsubscribe|opt out)\b",
        rf"\b(?:do not|dont|no longer) (?:want|wish)(?: to)?(?: get| receive| have)? {_WHICH}{_TEXTS}\b",
        r"\b(?:do not|dont|no longer) (?:want|wish)(?: you)? to (?:be )?"
        r"(?:text(?:ed)?|messaged?|contact(?:ed)?|e ?mail(?:ed)?)\b",
        rf"\bno (?:quiero|queremos|deseo|deseamos)(?: recibir)? {_CUALES}{_MENSAJES}\b",
        rf"\bno (?:me|nos) (?:mand|envi)(?:e|en|es) {_CUALES}(?:{_MENSAJES}|nada)\b",
        r"\bno (?:me|nos) (?:escriba|textee|contacte|moleste)[ns]?(?: mas)?\b",
        r"\b(?:quiero|solicito|pido) (?:la|mi) baja\b",
    )
)
_NO_ORDER = re.compile(
    r"(?:\b(?:do not|dont|never|not|didnt|wont|cant|did you|have you|you|i|we|they|got|received|will get"
    r"|had|were|are|why|no) )$"
)
"""What stands before an order and makes it the contrary, a question, or a tale."""
_ASKED = re.compile(r"\b(?:can|could|would|will|please) (?:you|i|we) $")
"""What makes it an order again: "can you stop texting me"."""
_NO_WISH = re.compile(r"\b(?:you|they|if|why|que|si) (?:\w+ )?$")

_STARTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:start|resume|restart|begin|keep) (?:sending |getting |receiving )?{_WHICH}{_TEXTS}\b",
        r"\b(?:you )?(?:can|may) (?:text|message) (?:me|us) again\b",
        r"^(?:text|message) (?:me|us) again\b",
        r"\bopt (?:me |us )?(?:back )?in\b|\bunstop\b|\bresubscribe\b",
        rf"\b(?:quiero|deseo) recibir (?:otra vez |de nuevo )?{_CUALES}{_MENSAJES}\b",
        rf"\b(?:reanudar|reanude|reanuden) {_CUALES}{_MENSAJES}\b",
    )
)
_CANCEL = re.compile(r"\bcancel[a-z]*")


def asks_to_stop(text: str) -> bool:
    """True if a message says, in any reasonable wording, that no more texts are to come."""
    line = plain(text)
    bare = _bare(words(line))
    if bare in _STOP_WORDS or (bare and set(bare.split()) == {"stop"}):
        return True
    if any(_bare(words(part)) in _STOP_IN_PASSING for part in re.split(r"[.!?;\n]", line)):
        return True
    said = words(line)
    return _ordered(said, _STOP_ORDERS) or any(
        not _NO_WISH.search(said[: found.start()])
        for pattern in _STOP_WISHES
        for found in pattern.finditer(said)
    )


def asks_to_start(text: str) -> bool:
    """True if a message says that texts may come again; never if it says stop as well."""
    if asks_to_stop(text):
        return False
    said = words(plain(text))
    return _bare(said) in _START_WORDS or _ordered(said, _STARTS)


def says_cancel(text: str) -> bool:
    """True if "cancel" or "cancelar" is anywhere in a message: the person may mean the visit."""
    return _CANCEL.search(words(plain(text))) is not None


def _bare(said: str) -> str:
    """What is said, without please and thanks around it."""
    return _AROUND.sub("", _AROUND.sub("", said))


def _ordered(said: str, patterns: Iterable[re.Pattern[str]]) -> bool:
    befores = (said[: found.start()] for pattern in patterns for found in pattern.finditer(said))
    return any(not _NO_ORDER.search(before) or _ASKED.search(before) for before in befores)
