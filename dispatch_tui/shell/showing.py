"""`dispatch-tui show`: read models as plain text, or as JSON."""

from __future__ import annotations

from argparse import Namespace

from dispatch_tui.core.errors import Missing, Usage
from dispatch_tui.core.goals import goals_of
from dispatch_tui.core.verbs import Lexicon
from dispatch_tui.core.verbs.words import number_of
from dispatch_tui.desk import shell_json as js
from dispatch_tui.desk.board import Board
from dispatch_tui.desk.desk import Desk
from dispatch_tui.desk.figures import (
    figure_lines,
    figures_json,
    figures_rows,
    left_out_of,
    left_out_words,
    since_of,
    since_text,
)
from dispatch_tui.desk.goal_words import goals_json, goals_page
from dispatch_tui.desk.learning import performed
from dispatch_tui.desk.requests import Show, Topic
from dispatch_tui.desk.right_match import matches_of
from dispatch_tui.shell import plain
from dispatch_tui.shell.common import board_of, date_of, desk_of, print_json, say, shop_of, table
from dispatch_tui.shell.emergency import emergency_json, emergency_text
from dispatch_tui.shell.messages import messages_json, messages_text


def show(args: Namespace) -> int:
    """Print what was asked for.

    Raises:
        Usage: if `show call` or `show tech` does not say which.
        Missing: if there is no such call or technician.
    """
    with desk_of(args) as desk:
        board = board_of(desk, date_of(desk, args.date))
        show_request(desk, board, _asked(args, board), args.json, args.limit)
    return 0


_TOPICS = {
    "day": Topic.DAY,
    "tray": Topic.TRAY,
    "techs": Topic.TECHNICIANS,
    "late": Topic.LATE,
    "alerts": Topic.ALERTS,
    "messages": Topic.MESSAGES,
    "goals": Topic.GOALS,
    "figures": Topic.FIGURES,
}


def _asked(args: Namespace, board: Board) -> Show:
    what, which = args.what, args.which
    lexicon = Lexicon.of(board.day)
    if what == "tech" and which:
        technician = lexicon.technician(which, loose=True)
        if technician is None:
            codes = ", ".join(tech.code for tech in lexicon.technicians)
            raise Missing(f"{which!r} is no technician here", f"there are {codes or 'none yet'}")
        return Show(Topic.TECHNICIAN, technician_id=technician.id)
    if what in ("call", "log") and which:
        digits = number_of(which)
        if digits is None:
            raise Usage(f"{which!r} is no call number", f"say show {what} 412")
        topic = Topic.CALL if what == "call" else Topic.LOG
        return Show(topic, call_id=lexicon.call(digits).number)
    if what in ("call", "tech"):
        raise Usage(f"which {'call' if what == 'call' else 'technician'}?", f"say show {what} 412 or t3")
    if which:
        raise Usage(f"show {what} takes no {which!r}", f"say show {what}, or show call {which}")
    return Show(_TOPICS.get(what, Topic.LOG))


def show_request(desk: Desk, board: Board, request: Show, as_json: bool, limit: int = 20) -> None:
    """Print one thing."""
    zone = board.day.shop.zone
    call_id, technician_id = request.call_id, request.technician_id
    match request.topic:
        case Topic.CALL if call_id is not None:
            story, technicians = desk.store.call_story(call_id), desk.store.technicians()
            value: js.Json | None = js.call_json(story, technicians, zone)
            text = plain.call_text(story, technicians, zone)
        case Topic.LOG if call_id is not None:
            story = desk.store.call_story(call_id)
            lines = tuple(reversed(story.log))[:limit]
            value = {**js.log_json(lines, zone), "story": js.story_json(story, zone)}
            text = plain.story_text(story, zone)
        case Topic.LOG:
            lines = desk.store.log(limit)
            value, text = js.log_json(lines, zone), plain.log_text(lines, zone)
        case Topic.TECHNICIAN if technician_id is not None:
            value = js.one_technician_json(board, technician_id)
            text = plain.technician_text(board, technician_id)
        case Topic.TECHNICIANS:
            value, text = js.technicians_json(board), plain.technicians_text(board)
        case Topic.TRAY:
            value, text = js.tray_json(board), plain.tray_text(board)
        case Topic.ALERTS:
            value, text = js.alerts_json(board), plain.alerts_text(board)
        case Topic.OFFER | Topic.WHY:
            from dispatch_tui.shell.suggesting import suggested  # noqa: PLC0415 - for these two alone

            value, text = suggested(desk, board, request)
        case Topic.FIGURES:
            value, text = _figures(desk, board)
        case Topic.GOALS:
            kept = desk.store.becauses(board.day.service_date)
            goals = goals_of(board.day, board.forecasts, matches_of(kept))
            value, text = goals_json(board, goals), goals_page(goals)
        case Topic.EMERGENCY if call_id is not None:
            value = emergency_json(board, call_id) if as_json else None
            text = "" if as_json else emergency_text(board, call_id)
        case Topic.LATE:
            value, text = js.late_json(board), plain.late_text(board)
        case Topic.MESSAGES:
            value, text = messages_json(desk, board.day, limit), messages_text(desk, board.day, limit)
        case _:
            value, text = js.day_json(board), plain.day_text_of(board, request.words)
    _put(value, text, as_json)


def _figures(desk: Desk, board: Board) -> tuple[js.Json, str]:
    """Performance figures per technician and type of work."""
    known, since = performed(desk), since_of(board.day, board.now)
    titles, rows = figures_rows(figure_lines(known, board.day))
    left_out = left_out_words(left_out_of(known))
    shown = table(titles, rows, right=tuple(range(2, len(titles) - 1))) if rows else "nothing counted yet"
    return figures_json(board, known, since), f"figures {since_text(since)}; {left_out}\n\n{shown}"


def show_found(desk: Desk, text: str, as_json: bool) -> None:
    """Print the calls that answer a search."""
    hits, technicians, zone = desk.store.find_calls(text), desk.store.technicians(), shop_of(desk).zone
    _put(js.found_json(hits, technicians, zone), plain.found_text(hits, technicians, text), as_json)


def _put(value: js.Json | None, text: str, as_json: bool) -> None:
    if as_json:
        print_json(value)
    else:
        say(text)
