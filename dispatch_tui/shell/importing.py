"""`dispatch-tui import`: a file of another program, whole or not at all."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from data.importing.model import ImportContext, ImportOptions, Parsed
from data.importing.reading import read_import
from data.importing.rejects import rejects_csv
from dispatch_tui.core.errors import Usage
from dispatch_tui.core.text import plural
from dispatch_tui.desk.acts.batch import rehearse
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.shell_json import outcome_json
from dispatch_tui.shell.common import desk_of, print_json, remark, say, shop_of

MOST_BYTES = 64 * 1024 * 1024


def take_in(args: Namespace) -> int:
    """Read the file, write the rejects if asked to, and take the file in (or rehearse it).

    Raises:
        Usage: if the file cannot be read, or an option makes no sense.
        Refused: naming every row that cannot be taken; nothing is stored.
    """
    data, name = _read(args.file)
    mapping = _mapping(args.map)
    with desk_of(args) as desk:
        options = ImportOptions(mapping, args.source, args.create_types, args.keep_ended, args.date_order)
        parsed = read_import(args.what, data, name, options, _context(desk, args.region))
        if args.rejects and parsed.rejects:
            _write(Path(args.rejects), rejects_csv(parsed))
        if not args.json:
            _remarks(parsed)
        command = parsed.command()
        act = desk.act(command, getattr(args, "why", ""))
        rehearsed = args.dry_run
        outcome = rehearse(desk.store, act, desk.clock.now()) if rehearsed else desk.carry_out(act)
    if rehearsed:
        outcome = replace(outcome, said=f"dry run, nothing stored; would be: {outcome.said}")
    if args.json:
        print_json(outcome_json(outcome) | _facts(parsed, rehearsed))
    else:
        say(outcome.said)
        for warning in outcome.warnings:
            remark(f"  {warning}")
    return 0


def _read(file: str) -> tuple[bytes, str]:
    try:
        if file == "-":
            data, name = sys.stdin.buffer.read(MOST_BYTES + 1), "standard input"
        else:
            with Path(file).expanduser().open("rb") as opened:
                data, name = opened.read(MOST_BYTES + 1), Path(file).name
    except OSError as error:
        raise Usage(f"{file} cannot be read ({error.strerror})", "give the path of a CSV file") from error
    if len(data) > MOST_BYTES:
        raise Usage(f"{file} is larger than {MOST_BYTES // 1024**2} MB", "split it")
    return data, name


def _write(path: Path, data: bytes) -> None:
    try:
        path.expanduser().write_bytes(data)
    except OSError as error:
        raise Usage(f"{path} cannot be written ({error.strerror})", "give another path") from error


def _mapping(pairs: list[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        ours, mark, theirs = pair.partition("=")
        if not mark or not ours.strip() or not theirs.strip():
            raise Usage(f"--map {pair!r} is not OURS=THEIRS", 'say --map phone="Tel. no"')
        mapping[ours.strip().lower()] = theirs.strip()
    return mapping


def _context(desk: Desk, region: str) -> ImportContext:
    """What the shop knows that rows refer to."""
    day = desk.store.day(desk.today())
    return ImportContext(
        shop_of(desk).zone, desk.clock.now(), region.upper(), day.call_types, tuple(desk.store.technicians())
    )


def _remarks(parsed: Parsed) -> None:
    """How the file was understood, on standard error."""
    for note in parsed.notes:
        remark(note)
    for reason, count in parsed.skipped.items():
        remark(f"left out: {count} {reason}")
    for warning in parsed.warnings:
        remark(str(warning))
    if parsed.errors:
        remark(f"{plural(len(parsed.errors), 'row')} cannot be taken")


def _facts(parsed: Parsed, rehearsed: bool) -> dict[str, object]:
    return {
        "what": parsed.what,
        "source": parsed.source,
        "rows": len(parsed.rows),
        "skipped": dict(parsed.skipped),
        "notes": list(parsed.notes),
        "remarks": [{"row": problem.line or None, "text": problem.text} for problem in parsed.warnings],
        "dry_run": rehearsed,
    }
