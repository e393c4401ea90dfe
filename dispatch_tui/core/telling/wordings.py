"""Our own wording of every message, in English and Spanish; a shop may word each its own way.

Kind, short and exact. The Spanish ones do without á, í, ó and ú where that reads well: these four are
not in GSM-7, and one of them halves the room of a text message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch_tui.core.model import MessageKind

K = MessageKind
LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a message is worded; `{name}` stands for a fact. The subject is for e-mail."""

    subject: str
    body: str


_CUSTOMER = ("shop", "customer", "technician", "window", "eta", "day", "address", "problem", "number")
_TECHNICIAN = (
    "shop", "customer", "technician", "window", "eta", "day", "address", "problem", "number", "phone",
)  # fmt: skip

PLACEHOLDERS: Mapping[MessageKind, tuple[str, ...]] = {
    K.THE_CALL: (
        *_TECHNICIAN,
        "type",
        "instructions",
        "access",
        "history",
        "equipment",
        "parts",
        "likes",
    ),
    K.CHANGED: (*_TECHNICIAN, "type", "instructions", "access", "parts", "reason"),
    K.OFF: ("shop", "customer", "technician", "address", "number", "reason"),
    K.CHECK_IN: ("shop", "technician", "number", "reason"),
    K.CONFIRMATION: _CUSTOMER,
    K.REMINDER: _CUSTOMER,
    K.ON_THE_WAY: (*_CUSTOMER, "minutes"),
    K.LATE: (*_CUSTOMER, "minutes"),
    K.EARLIER: (*_CUSTOMER, "minutes"),
    K.REPROMISED: _CUSTOMER,
    K.DONE: _CUSTOMER,
    K.OPTED_OUT: ("shop",),
}
"""The names that a wording of each kind may use; kinds that are always in a person's own words have none."""

BUILT_IN: Mapping[str, Mapping[MessageKind, Wording]] = {
    "en": {
        K.THE_CALL: Wording(
            "Call {number}: {type}",
            "Call {number}: {type}\n{problem}\nBe there: {eta}\nPromised: {day} {window}\n"
            "{customer} {phone}\n{address}\nPlease note: {instructions}\nAccess: {access}\n"
            "Before: {history}\nEquipment: {equipment}\nBring: {parts}\nThey like: {likes}",
        ),
        K.CHANGED: Wording(
            "Call {number} has changed",
            "Call {number} has changed.\n{reason}\nBe there: {eta}\nPromised: {day} {window}\n{address}",
        ),
        K.OFF: Wording(
            "Call {number} is off",
            "Call {number}, {customer}, is off your list, no need to go.\nReason: {reason}",
        ),
        K.CHECK_IN: Wording(
            "Call {number}: how much longer?",
            "How much longer do you need on this call? We ask {reason}.",
        ),
        K.CONFIRMATION: Wording(
            "Your visit {day}",
            "{shop}: your visit is set for {day}, arrival {window}. If that does not suit you, just tell us.",
        ),
        K.REMINDER: Wording(
            "A reminder of your visit {day}",
            "{shop}: we look forward to seeing you {day}, arrival {window}. "
            "If anything has changed, just tell us.",
        ),
        K.ON_THE_WAY: Wording(
            "On the way to you",
            "{shop}: {technician} is on the way and should be with you at about {eta}. "
            "It helps if the work area is easy to reach.",
        ),
        K.LATE: Wording(
            "Running late, new arrival about {eta}",
            "{shop}: we are sorry, {technician} is running late. New arrival: about {eta}. "
            "If that does not suit you, just tell us.",
        ),
        K.EARLIER: Wording(
            "We could come earlier, at about {eta}",
            "{shop}: {technician} could be with you earlier, at about {eta}. Would that suit you?",
        ),
        K.REPROMISED: Wording(
            "A new time for your visit: {day}",
            "{shop}: the new time for your visit is {day}, arrival {window}. "
            "Thank you for your patience. If that does not suit you, just tell us.",
        ),
        K.DONE: Wording(
            "Our visit is done",
            "{shop}: our work at your place is done, thank you. How was it for you? We would love to hear.",
        ),
        K.OPTED_OUT: Wording(
            "No more messages",
            "{shop}: you will get no more texts from us. Say START to get them again.",
        ),
    },
    "es": {
        K.THE_CALL: Wording(
            "Visita {number}: {type}",
            "Visita {number}: {type}\n{problem}\nLlegar: {eta}\nPrometido: {day} {window}\n"
            "{customer} {phone}\n{address}\nOjo: {instructions}\nAcceso: {access}\n"
            "Antes: {history}\nEquipo: {equipment}\nLlevar: {parts}\nLe gusta: {likes}",
        ),
        K.CHANGED: Wording(
            "La visita {number} ha cambiado",
            "La visita {number} ha cambiado.\n{reason}\nLlegar: {eta}\nPrometido: {day} {window}\n{address}",
        ),
        K.OFF: Wording(
            "Visita {number}: ya no hace falta ir",
            "La visita {number}, {customer}, ya no es suya, no hace falta ir.\nMotivo: {reason}",
        ),
        K.CHECK_IN: Wording(
            "Visita {number}: ¿cuánto le falta?",
            "¿Cuánto tiempo le falta en esta visita? Lo preguntamos {reason}.",
        ),
        K.CONFIRMATION: Wording(
            "Su visita: {day}",
            "{shop}: su visita queda fijada para {day}, llegada {window}. "
            "Si no le viene bien, solo tiene que avisarnos.",
        ),
        K.REMINDER: Wording(
            "Le recordamos su visita: {day}",
            "{shop}: le recordamos su visita, {day}, llegada {window}. "
            "Si algo ha cambiado, solo tiene que avisarnos.",
        ),
        K.ON_THE_WAY: Wording(
            "Vamos de camino",
            "{shop}: {technician} va de camino. Hora prevista de llegada: {eta}. "
            "Ayuda mucho que la zona de trabajo tenga buen acceso.",
        ),
        K.LATE: Wording(
            "Nos retrasamos, nueva hora: {eta}",
            "{shop}: lo sentimos, {technician} va con retraso. Nueva hora prevista: {eta}. "
            "Si no le viene bien, solo tiene que avisarnos.",
        ),
        K.EARLIER: Wording(
            "Podemos llegar antes: {eta}",
            "{shop}: {technician} puede llegar antes. Hora prevista: {eta}. ¿Le viene bien?",
        ),
        K.REPROMISED: Wording(
            "Nueva hora para su visita: {day}",
            "{shop}: su visita tiene nueva hora: {day}, llegada {window}. "
            "Gracias por su paciencia. Si no le viene bien, solo tiene que avisarnos.",
        ),
        K.DONE: Wording(
            "Hemos terminado",
            "{shop}: hemos terminado el trabajo, muchas gracias. ¿Qué le ha parecido? Nos alegra saberlo.",
        ),
        K.OPTED_OUT: Wording(
            "No más mensajes",
            "{shop}: ya no le enviaremos mensajes. Responda START si quiere recibirlos otra vez.",
        ),
    },
}

CHECK_IN_REASONS: Mapping[str, str] = {
    "en": "so that we can tell the client who is next",
    "es": "para avisar al siguiente cliente",
}
"""Why technicians are asked how much longer they need, where the shop has not said it in its own words."""
