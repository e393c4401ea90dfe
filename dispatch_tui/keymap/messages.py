"""Messages and the call list, the shop's rules and wordings, disagreements."""

from __future__ import annotations

from dispatch_tui.keymap.action import CALM, Action, Mode, Refusal, Situation, at

_M = (Mode.MESSAGES,)
_R = (Mode.RULES,)
_W = (Mode.WORDINGS,)
_D = (Mode.DISAGREEMENTS,)


def needs_message(at_: Situation) -> str:
    """Refused where no message is under the cursor."""
    return "" if at_.message else "no message here: go to one with j or k, or open a thread with enter"


def needs_person(at_: Situation) -> str:
    """Refused where nobody is under the cursor."""
    return "" if at_.person else "nobody here: go to somebody with j or k"


_WHY = {
    "sent": "it has left already: write again with r",
    "sending": "it is going out now: look again in a moment",
    "canceled": "it was withdrawn: write again with r",
    "received": "it came from outside: r writes back, h says that it is dealt with",
    "handled": "it came from outside and is dealt with: r writes back",
    "draft": "it has not left: R sends it, s says that you said it",
    "queued": "it waits: s says that you said it, x withdraws it",
    "blocked": "it has not left: s says that you said it, R tries again",
    "failed": "it has not left: s says that you said it, R tries again",
    "unknown": "it may have left: U says whether it has",
}


def only(*states: str) -> Refusal:
    """Refused for a message in another state; says what is possible."""

    def refusal(at_: Situation) -> str:
        if not at_.message:
            return needs_message(at_)
        return "" if at_.message in states else _WHY[at_.message]

    return refusal


_NOT_LEFT = ("draft", "queued", "blocked", "failed")

MESSAGES: tuple[Action, ...] = (
    # -- what is to be done about a message
    Action("message.open", "open", "Open what was said to and by this person; in there, the call whole",
           at(_M, "enter"), hints=_M, section="Messages"),
    Action("message.said", "said", "You have said it: on the phone, by radio, at the counter", at(_M, "s"),
           hints=_M, refusal=only(*_NOT_LEFT, "unknown"), section="Messages"),
    Action("message.answer", "answer for", "Key in what a technician answered, or what an answer means",
           at(_M, "a"), hints=_M, refusal=needs_person, section="Messages"),
    Action("message.write", "write", "Write to this person in your own words", at(_M, "r"), hints=_M,
           refusal=needs_person, section="Messages"),
    Action("message.handled", "dealt with", "What came in has been read and dealt with", at(_M, "h"),
           hints=_M, refusal=only("received"), section="Messages"),
    Action("message.copy", "copy", "Copy the words, to send them by another way", at(_M, "y"), hints=_M,
           refusal=needs_message, section="Messages"),
    Action("message.edit", "word it", "Word it otherwise before it goes", at(_M, "e"), hints=_M,
           refusal=only(*_NOT_LEFT), section="Messages"),
    Action("message.retry", "send again", "Send it (again): a draft, or what has failed or was held back",
           at(_M, "R"), hints=_M, refusal=only("draft", "blocked", "failed", "unknown"),
           section="Messages"),
    Action("message.withdraw", "withdraw", "Do not send it", at(_M, "x"), hints=_M, dangerous=True,
           refusal=only(*_NOT_LEFT), section="Messages"),
    Action("message.unknown", "has it left?", "Say whether a message of unknown fate has left; asks",
           at(_M, "U"), refusal=only("unknown"), section="Messages"),
    Action("message.opt", "opt out", "This number is not written to any more, or may be again; asks",
           at(_M, "o"), dangerous=True, refusal=needs_person, section="Messages"),
    Action("message.call", "on board", "To the call on the board", at(_M, "c"), hints=_M,
           refusal=needs_message, section="Messages"),
    Action("message.detail", "detail", "Show the call whole", at(_M, "d"), refusal=needs_message,
           section="Messages"),
    # -- the shop's rules and wordings
    Action("rule.edit", "change", "Change what is under the cursor", at((*_R, *_W), "e", "enter"),
           hints=(*_R, *_W), section="Rules"),
    Action("rule.next", "on, off", "On or off, or the next choice", at(_R, "space"), hints=_R,
           section="Rules"),
    Action("rule.default", "back to ours", "Back to what it is by itself", at((*_R, *_W), "x"),
           hints=(*_R, *_W), section="Rules"),
    Action("rule.subject", "subject", "Word the subject line that e-mails carry", at(_W, "s"), hints=_W,
           section="Rules"),
    # -- disagreements
    Action("matter.detail", "call", "Show the call whole", at(_D, "enter", "d"), hints=_D,
           section="Disagreements"),
    Action("matter.new", "new", "Write a disagreement down; asks for the call and what was said", at(_D, "+"),
           hints=_D, section="Disagreements"),
    Action("matter.ours", "our side", "Write down what our side says", at(_D, "e"), hints=_D,
           section="Disagreements"),
    Action("matter.owner", "owner", "Say who looks after it", at(_D, "o"), hints=_D,
           section="Disagreements"),
    Action("matter.next", "next step", "Say what is to be done next", at(_D, "n"), hints=_D,
           section="Disagreements"),
    Action("matter.due", "by when", "Say by which day", at(_D, "w"), hints=_D, section="Disagreements"),
    Action("matter.settle", "settle", "Say how it ended", at(_D, "s"), hints=_D, section="Disagreements"),
    Action("matter.settled", "settled too", "Show the settled ones too, or the open ones alone", at(_D, "a"),
           hints=_D, section="Disagreements"),
    Action("matter.copy", "copy list", "Copy the list, for the hand-over", at(_D, "y"), hints=_D,
           section="Disagreements"),
    Action("matter.call", "on board", "To the call on the board", at(_D, "c"), section="Disagreements"),
    # -- the ways there
    Action("view.rules", "rules", "The shop's rules: what it does by itself, and when", at(CALM, "g r"),
           section="Look"),
    Action("view.templates", "wordings", "How messages are worded", at(CALM, "g w"), hints=_M,
           section="Look"),
    Action("view.disagreements", "disagreements", "What is not settled between two sides", at(CALM, "g o"),
           section="Look"),
)  # fmt: skip
