"""The verbs of messages, check-ins, the ripple and the shop's rules."""

from __future__ import annotations

from dispatch_tui.core.verbs.args import CALL, SUBJECT, TECHNICIAN
from dispatch_tui.core.verbs.verb import Arg, Kind, Verb

_TEXT = Arg("text", Kind.TEXT, "the words?")
_ADDRESS = Arg("text", Kind.TEXT, "which number or e-mail address?")

MESSAGE_VERBS: tuple[Verb, ...] = (
    Verb("tell", "Tell a call's customer that you run late, are on the way, or anything in your own words",
         "tell 412 late",
         (CALL,
          Arg("what", Kind.CHOICE, required=False,
              choices=("late", "onway", "window", "earlier", "reminder", "done")),
          Arg("said", Kind.CHOICE, required=False, choices=("said",)),
          Arg("window", Kind.WINDOW, required=False),
          Arg("text", Kind.TEXT, required=False)),
         section="Messages", any_of=("what", "text"),
         any_prompt='tell them what? late, onway, window 13-15, or your own words'),
    Verb("text", "Text a technician, or a call's customer, in your own words", 'text t3 "gate code is 4711"',
         (SUBJECT, _TEXT), section="Messages"),
    Verb("ask", "The check-in: ask how much longer they need on this call; again asks once more", "ask t3",
         (SUBJECT, Arg("again", Kind.CHOICE, required=False, choices=("again",))),
         ("checkin",), section="Messages"),
    Verb("reply", "What a technician answered by phone or radio: 20, 1h, till 3, done or ?", 'reply t3 "1h"',
         (SUBJECT, Arg("text", Kind.TEXT, "their answer? 20, 1h, till 3, done or ?")),
         ("answer",), section="Messages"),
    Verb("dnd", "Nobody asks the technician during this call; off takes it back", "dnd t3",
         (SUBJECT, Arg("off", Kind.CHOICE, required=False, choices=("off",))), section="Messages"),
    Verb("thread", "What was said to and by a technician or a call's customer", "thread 412",
         (Arg("subject", Kind.SUBJECT, required=False),), ("messages",), section="Messages", writes=False),
    Verb("optout", "A number or address must not be written to any more", "optout 555 0142", (_ADDRESS,),
         section="Messages"),
    Verb("optin", "A number or address may be written to again", "optin 555 0142", (_ADDRESS,),
         section="Messages"),
    Verb("ripple", "What a delay does to every later client; with minutes, what it would do", "ripple t3 +50",
         (TECHNICIAN, Arg("length", Kind.LENGTH, required=False)), section="Look", writes=False),
    Verb("correct", "The latest status happened at another time than was said", "correct t3 10:05",
         (SUBJECT, Arg("at", Kind.STAMP, "at what time was it? 10:05")), section="Progress"),
    Verb("callback", "Take a call that comes back to an earlier one: opens the form, linked", "callback 412",
         (CALL,), section="Calls", writes=False),
    Verb("part", "What a call waits for before its work can be done, or that it is here",
         "part 412 needs capacitor",
         (CALL, Arg("how", Kind.CHOICE, "needs it, or here?", choices=("needs", "here", "none")),
          Arg("text", Kind.TEXT, required=False)),
         section="Calls"),
    Verb("disagree", "Write down what each side says: theirs | ours",
         'disagree 412 "says we were late | arrived 12:58"',
         (CALL, Arg("team", Kind.CHOICE, required=False, choices=("team",)),
          Arg("text", Kind.TEXT, "what do they say | what do we say?")),
         section="Calls"),
    Verb("set", "The shop's rules: see them, or set one", "set check-in-lead 20",
         (Arg("what", Kind.PHRASE, required=False),), ("rule", "rules"), section="Everywhere"),
)  # fmt: skip
