"""`dispatch-tui do`: a verb, or a script of them, carried out from a shell."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator

from dispatch_tui.core.errors import DispatchError, Usage
from dispatch_tui.core.verbs import BY_NAME, SECTIONS, VERBS, Question, Verb
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.reasoning import reasoned
from dispatch_tui.desk.requests import (
    Decide,
    Do,
    Find,
    Go,
    Help,
    MakePlan,
    OpenIntake,
    Quit,
    Request,
    Show,
    Topic,
)
from dispatch_tui.desk.verbs import request_of
from dispatch_tui.shell.common import answer, board_of, date_of, desk_of, say
from dispatch_tui.shell.showing import show_found, show_request


def do(args: Namespace) -> int:
    """Carry out the words of the command line, or each line of a script on standard input.

    Raises:
        DispatchError: at the first line that is refused; those before it stand.
    """
    words = " ".join(args.words)
    if words.split()[:1] == ["help"]:
        return _help(words.partition(" ")[2].strip())
    with desk_of(args) as desk:
        script = words.strip() == "-"
        for number, line in _lines(sys.stdin) if script else [(0, words)]:
            try:
                _do_line(desk, line, args)
            except DispatchError as error:
                if number:
                    error.message = f"line {number}: {error.message}"
                raise
    return 0


def _lines(script: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines of a script that say something, numbered; `#` begins a remark."""
    for number, line in enumerate(script, 1):
        if line.strip() and not line.lstrip().startswith("# "):
            yield number, line.strip()


def _do_line(desk: Desk, line: str, args: Namespace) -> None:
    board = board_of(desk, date_of(desk, args.date))
    why: str = getattr(args, "why", "")
    request = request_of(line, board, story=desk.store.call_story)
    if isinstance(request, Question) and why:
        # --why answers the question for a reason, so that it need not be said twice
        request = request_of(request.answered(f'"{why}"'), board, story=desk.store.call_story)
    if isinstance(request, Do):
        command = reasoned(request.command, board)
        for _ in range(request.times):
            answer(desk.do(command, why, request.looked_at), args.json)
        return
    _look(desk, board, request, line, args)


def _look(desk: Desk, board: Board, request: Request, line: str, args: Namespace) -> None:
    """What does not change anything: shown, or refused where it means a screen."""
    match request:
        case Show():
            show_request(desk, board, request, args.json)
        case Find(text):
            show_found(desk, text, args.json)
        case Help(verb):
            _help(verb)
        case Question():
            raise Usage(request.prompt, f"say for example {_example(line, request)}")
        case Go(call_id=int(call_id)):
            show_request(desk, board, Show(Topic.CALL, call_id=call_id), args.json)
        case Go(technician_id=int(technician_id)):
            show_request(desk, board, Show(Topic.TECHNICIAN, technician_id=technician_id), args.json)
        case Go():
            raise Usage("go moves the board's cursor, and there is no board here", "say show instead")
        case OpenIntake():
            raise Usage("new opens the intake form", "in a shell say dispatch-tui call new --help")
        case MakePlan():
            from dispatch_tui.shell.planning import carry_out  # noqa: PLC0415 - 100 ms, for this verb alone

            carry_out(desk, request, board.day.service_date, args)
        case Decide(accept):
            verb = "accept" if accept else "reject"
            raise Usage(
                f"{verb} is about the proposal on a console, and there is none here",
                "in a shell say dispatch-tui plan --apply",
            )
        case Quit():
            return
        case Do():  # carried out before
            return


def _example(line: str, question: Question) -> str:
    verb = BY_NAME.get(question.so_far.split()[0])
    return verb.example if verb else line


def _help(word: str) -> int:
    """Help on one verb, or a line on each."""
    if word:
        from dispatch_tui.core.verbs import verb_named  # noqa: PLC0415 - beside its one use

        say(verb_help(verb_named(word)))
        return 0
    for section in SECTIONS:
        say(f"{section}")
        for verb in VERBS:
            if verb.section == section:
                say(f"  {verb.usage}\n      {verb.help}")
    return 0


def verb_help(verb: Verb) -> str:
    """What help says of one verb."""
    lines = [verb.usage, verb.help, f"for example: {verb.example}"]
    if verb.synonyms:
        lines.append(f"also: {', '.join(verb.synonyms)}")
    if verb.dangerous:
        lines.append("takes something away from somebody")
    return "\n".join(lines)
