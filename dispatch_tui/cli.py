"""The command line: which subcommands there are, and what their results mean to a script.

Importing this module loads argparse and little else; each command's module is imported once it is
known to be wanted. Exit status: 0 done, 1 refused by a rule, 2 wrong usage, 3 the store cannot be used.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from dispatch_tui import __version__
from dispatch_tui.core.errors import Ambiguous, DispatchError, StoreUnusable, Usage

DONE, REFUSED, WRONG_USAGE, NO_STORE, INTERRUPTED = 0, 1, 2, 3, 130

EPILOG = """\
exit status: 0 done, 1 refused by a rule (the reason on standard error), 2 wrong usage,
3 the store cannot be used. DISPATCH_STORE, DISPATCH_ACTOR and config.toml set defaults.
All of it, with the JSON: docs/CLI.md"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; what it says goes to the standard streams.

    Args:
        argv: the words after the program's name; None for those of the process.

    Returns:
        The exit status.
    """
    try:
        args = build_parser().parse_args(argv)
    except SystemExit as leaving:  # argparse has said why: help, version or wrong usage
        return leaving.code if isinstance(leaving.code, int) else WRONG_USAGE
    try:
        status = _command(args.run)(args)
        sys.stdout.flush()
    except DispatchError as error:
        _complain(args, error)
        return status_of(error)
    except BrokenPipeError:  # the reader has seen enough; nothing more can be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _command(place: str) -> Callable[[argparse.Namespace], int]:
    """The function at `module:name`, imported now and not before."""
    module, _, name = place.partition(":")
    command: Callable[[argparse.Namespace], int] = getattr(
        importlib.import_module(f"dispatch_tui.shell.{module}"), name
    )
    return command


def status_of(error: DispatchError) -> int:
    """The exit status that an error means."""
    if isinstance(error, StoreUnusable):
        return NO_STORE
    return WRONG_USAGE if isinstance(error, Usage | Ambiguous) else REFUSED


def _complain(args: argparse.Namespace, error: DispatchError) -> None:
    """Say what went wrong, in words on standard error; with --json on standard output as well."""
    sys.stderr.write(f"{error.message}\n")
    for line in error.hint.splitlines():
        sys.stderr.write(f"  {line}\n")
    if getattr(args, "json", False):
        from dispatch_tui.desk.shell_json import refusal_json  # noqa: PLC0415 - 100 ms
        from dispatch_tui.shell.common import print_json  # noqa: PLC0415

        print_json(refusal_json(error))


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `run` of its result names the command's function."""
    parser = argparse.ArgumentParser(
        prog="dispatch-tui",
        description="A service-dispatch desk for the terminal. Without a command: the board.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_place(), _looks()],
    )
    parser.add_argument("--version", action="version", version=f"dispatch-tui {__version__}")
    parser.set_defaults(run="boards:board")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_demo(commands)
    _add_do(commands)
    _add_show(commands)
    _add_plan(commands)
    _add_call(commands)
    _add_messages(commands)
    _add_import(commands)
    _add_upkeep(commands)
    return parser


_Commands = argparse._SubParsersAction


def _place() -> argparse.ArgumentParser:
    """What every command takes. Suppressed defaults, so that it may stand before or after the command."""
    parent = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    parent.add_argument("--store", metavar="FILE|URL", help="the shop's store (default: DISPATCH_STORE)")
    parent.add_argument("--at", metavar="TIME", help="take this for the present, as 2026-11-24T14:30")
    parent.add_argument("--as", dest="actor", metavar="NAME", help="who acts (default: DISPATCH_ACTOR)")
    return parent


def _looks() -> argparse.ArgumentParser:
    """What commands take that open the board."""
    parent = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    parent.add_argument("--theme", choices=("dark", "light", "mono"), help="default: as the terminal")
    parent.add_argument("--ascii", action="store_true", help="draw with ASCII only")
    parent.add_argument(
        "--lean", action="store_true", help="send less, for slow lines: no side panel, no fine edges"
    )
    return parent


def _why() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    parent.add_argument("--why", metavar="TEXT", help="the reason, for the log and where a rule asks for one")
    return parent


def _json() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--json", action="store_true", help="answer in JSON (docs/CLI.md)")
    return parent


def _add(
    commands: _Commands[argparse.ArgumentParser],
    name: str,
    run: str,
    help_: str,
    *parents: argparse.ArgumentParser,
    epilog: str = "",
) -> argparse.ArgumentParser:
    added = commands.add_parser(
        name,
        help=help_,
        description=f"{help_[0].upper()}{help_[1:]}.",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_place(), *parents],
    )
    added.set_defaults(run=run)
    return added


def _add_demo(commands: _Commands[argparse.ArgumentParser]) -> None:
    demo = _add(commands, "demo", "boards:demo", "the board on a living demo shop, never your own store",
                _looks())  # fmt: skip
    demo.add_argument("--size", default="12x70", help="small, large, or technicians by calls as 12x70")
    demo.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed makes the same shop")
    demo.add_argument("--speed", type=float, metavar="X", help="shop seconds per second; 0 opens paused")
    demo.add_argument("--no-open", action="store_true", help="make the shop, say where it is, and leave")


def _add_do(commands: _Commands[argparse.ArgumentParser]) -> None:
    do = _add(
        commands,
        "do",
        "doing:do",
        "carry out a verb, as typed at the board's : row",
        _why(),
        _json(),
        epilog='dispatch-tui do "place 412 best"     dispatch-tui do "t3 +30"     dispatch-tui do help',
    )
    do.add_argument("words", nargs="+", metavar="VERB", help='the words; "-" reads a script, one line each')
    do.add_argument("--date", metavar="DAY", help="the day that words are understood on (default: today)")


def _add_show(commands: _Commands[argparse.ArgumentParser]) -> None:
    show = _add(
        commands,
        "show",
        "showing:show",
        "print the day, the tray, technicians, a call, what is late or needs attention, messages, or the log",
        _json(),
        epilog="dispatch-tui show day --json     dispatch-tui show call 412     dispatch-tui show tech t3",
    )
    topics = ("day", "tray", "techs", "late", "alerts", "messages", "goals", "figures", "log", "call", "tech")
    show.add_argument("what", choices=topics, metavar="|".join(topics), help="what to show")
    show.add_argument("which", nargs="?", help="the call's number, or the technician")
    show.add_argument("--date", metavar="DAY", help="tue, tomorrow, 2026-11-24 (default: today)")
    show.add_argument("--limit", type=int, default=20, metavar="N", help="how many entries, or messages")


def _add_plan(commands: _Commands[argparse.ArgumentParser]) -> None:
    plan = _add(
        commands,
        "plan",
        "planning:plan",
        "plan the tray, the day or some technicians; prints a proposal, and changes nothing without --apply",
        _why(),
        _json(),
        epilog="dispatch-tui plan --scope t3,t4     dispatch-tui plan --scope '5 days' --apply",
    )
    plan.add_argument("--scope", default="tray", metavar="WHAT",
                      help="tray (default), day, team, t3,t4, or '5 days'")  # fmt: skip
    plan.add_argument("--date", metavar="DAY", help="tue, tomorrow, 2026-11-24 (default: today)")
    plan.add_argument("--seconds", type=_seconds, metavar="S",
                      help="how long to think at most (default: the shop's rule)")  # fmt: skip
    plan.add_argument("--apply", action="store_true", help="carry it out, as one act")
    plan.add_argument("--sure", action="store_true", help="with --apply: accept what it costs")


def _seconds(text: str) -> float:
    """A number of seconds, more than none and no more than an hour."""
    with suppress(ValueError):
        seconds = float(text)
        if 0 < seconds <= 3600:
            return seconds
    raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds up to 3600")


def _add_call(commands: _Commands[argparse.ArgumentParser]) -> None:
    call = commands.add_parser("call", help="take a call", description="Take a call.")
    new = _add(call.add_subparsers(required=True, metavar="new"), "new", "calls:new",
               "take a call", _why(), _json())  # fmt: skip
    new.add_argument(
        "--customer", default="", metavar="NAME", help="who calls; known ones are found by phone"
    )
    new.add_argument("--phone", default="", help="their number")
    new.add_argument("--email", default="")
    new.add_argument("--address", default="", help="street and number (default: the customer's only site)")
    new.add_argument("--city", default="")
    new.add_argument("--region", default="", help="state or province")
    new.add_argument("--postcode", default="")
    new.add_argument("--access", default="", metavar="TEXT", help="how to get in")
    new.add_argument("--type", required=True, metavar="CODE", help="kind of work; gives the defaults below")
    new.add_argument("--problem", default="", metavar="TEXT", help="in the caller's words")
    new.add_argument("--instructions", default="", metavar="TEXT")
    new.add_argument("--window", default="", help="promised arrival: 13-15, am, tomorrow 8-10")
    new.add_argument("--due", metavar="DAY", help="by which day (default: the window's, else today)")
    new.add_argument("--minutes", metavar="LENGTH", help="work on site: 45, 1h30")
    new.add_argument("--skills", metavar="CODES", help="as HVAC,GAS")
    new.add_argument("--priority", choices=("emergency", "high", "normal", "low"))
    new.add_argument("--channel", choices=("phone", "text", "email"), help="how they like to hear from you")
    new.add_argument("--source", default="phone", metavar="TEXT", help="how the call came in")


def _add_messages(commands: _Commands[argparse.ArgumentParser]) -> None:
    message = commands.add_parser("message", help="take a message in", description="Take a message in.")
    took = _add(message.add_subparsers(required=True, metavar="received"), "received", "messages:received",
                "take a message from outside, as a gateway's hook hands it over", _json())  # fmt: skip
    took.add_argument("--from", dest="sender", required=True, metavar="NUMBER", help="whom it is from")
    took.add_argument("--text", required=True, help='its words; "-" reads standard input')
    took.add_argument("--channel", choices=("text", "email"), default="text")
    took.add_argument("--id", default="", help="the gateway's id of it; the same one is taken once")
    _add(commands, "worker", "working:work", "ask, remind, tell and send without a screen, until stopped")


def _add_import(commands: _Commands[argparse.ArgumentParser]) -> None:
    taking = _add(
        commands,
        "import",
        "importing:take_in",
        "import technicians, customers or calls from a CSV file, whole or not at all",
        _why(),
        _json(),
        epilog="Importing a file again changes what differs and doubles nothing.",
    )
    taking.add_argument("what", choices=("technicians", "customers", "calls"))
    taking.add_argument("file", help='the file; "-" reads standard input')
    taking.add_argument("--map", action="append", default=[], metavar="OURS=THEIRS",
                        help="a column of theirs whose name is not understood")  # fmt: skip
    taking.add_argument("--dry-run", action="store_true", help="say what would happen, and store nothing")
    taking.add_argument("--rejects", metavar="FILE", help="write rows that cannot be taken, with reasons")
    taking.add_argument("--source", default="", metavar="NAME", help="the program their ids belong to")
    taking.add_argument("--region", default="US", metavar="CC", help="country of phones without one")
    taking.add_argument("--date-order", choices=("mdy", "dmy"), default="", help="to settle 03/04")
    taking.add_argument("--create-types", action="store_true", help="make kinds of work you do not have")
    taking.add_argument("--keep-ended", action="store_true", help="take completed and canceled calls too")


def _add_upkeep(commands: _Commands[argparse.ArgumentParser]) -> None:
    setup = _add(commands, "setup", "setting_up:set_up", "make a shop's store, for scripts", _why(), _json())
    setup.add_argument("--name", required=True, help="the shop's name")
    setup.add_argument("--zone", metavar="ZONE", help="as America/New_York (default: this machine's)")
    setup.add_argument("--currency", default="USD", metavar="CODE")
    setup.add_argument("--first-call", type=int, default=1001, metavar="N", help="number of the first call")
    _add(commands, "check", "upkeep:check", "look for damage in the store", _json())
    backup = _add(
        commands, "backup", "upkeep:backup", "copy the store to a file, while it is in use", _json()
    )
    backup.add_argument("file", help="the copy; an older one there is replaced")
    _add(commands, "migrate", "upkeep:migrate", "bring the store to this program's version", _json())


if __name__ == "__main__":
    sys.exit(main())
