"""The registry of actions: every key does something, none clashes, and what is made of it is fresh."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dispatch_tui.core.keys import KeyReader, Pending, Pressed
from dispatch_tui.core.model import VisitState
from dispatch_tui.core.status import ACTS, legal_acts
from dispatch_tui.core.verbs import VERBS
from dispatch_tui.desk.live import LiveDesk
from dispatch_tui.desk.plan_desk import PlanDesk
from dispatch_tui.desk.planning import Planner
from dispatch_tui.key_sheet import key_sheet
from dispatch_tui.keymap import (
    ACTIONS,
    BY_ID,
    ON_BOARD,
    Action,
    Mode,
    Situation,
    bindings,
    continuation_hints,
    hints,
    key_reader,
    shown_keys,
)
from screens.alerts import AlertsScreen
from screens.base import DeskScreen
from screens.board import BoardScreen
from screens.board_hand import HandActs
from screens.detail import DetailScreen
from screens.disagreements import DisagreementsScreen
from screens.emergency import EmergencyScreen
from screens.figures import FiguresScreen
from screens.help import HelpScreen, help_rows
from screens.intake import IntakeScreen
from screens.log import FindScreen, LogScreen
from screens.messages import MessagesScreen, ThreadScreen
from screens.proposal import ProposalScreen
from screens.ripple import RippleScreen
from screens.rules import RulesScreen
from screens.suggestions import SuggestionsScreen
from screens.technicians import TechniciansScreen
from screens.templates import TemplatesScreen
from widgets.cells import Look
from widgets.glyphs import ASCII

ROOT = Path(__file__).parents[1]


def screens_of(mode: Mode) -> list[DeskScreen]:
    """The screens on which a mode's keys are read."""
    look = Look()
    if mode in (Mode.BOARD, Mode.HAND, Mode.TRAY):
        return [BoardScreen(look)]
    if mode is Mode.PANEL:
        return [TechniciansScreen(look)]
    if mode is Mode.FORM:
        return [IntakeScreen(look)]
    if mode is Mode.ALERTS:
        return [AlertsScreen(look)]
    if mode is Mode.EMERGENCY:
        return [EmergencyScreen(look, 1)]
    if mode is Mode.RIPPLE:
        return [RippleScreen(look, 1)]
    if mode is Mode.MESSAGES:
        return [MessagesScreen(look), ThreadScreen(look, 1, None)]
    if mode in (Mode.RULES, Mode.WORDINGS):
        return [RulesScreen(look) if mode is Mode.RULES else TemplatesScreen(look)]
    if mode is Mode.SUGGEST:
        return [SuggestionsScreen(look, 1, HandActs(BoardScreen(look)))]
    if mode is Mode.FIGURES:
        return [FiguresScreen(look)]
    if mode is Mode.PROPOSAL:
        live = LiveDesk(lambda: None)  # type: ignore[arg-type, return-value]
        return [ProposalScreen(look, PlanDesk(live, Planner()))]
    if mode is Mode.DISAGREEMENTS:
        return [DisagreementsScreen(look)]
    return [DetailScreen(look, 1), HelpScreen(look, Mode.BOARD), LogScreen(look), FindScreen(look, "x")]


@pytest.mark.parametrize("mode", Mode)
def test_every_bound_action_has_somebody_who_carries_it_out(mode: Mode):
    screens = screens_of(mode)
    orphans = [
        action.id
        for action in ACTIONS
        if mode in action.keys and not any(screen._handler(action) for screen in screens)
    ]
    assert orphans == []


@pytest.mark.parametrize("mode", Mode)
def test_no_screen_has_an_act_that_no_key_and_no_verb_reaches(mode: Mode):
    known = {action.method for action in ACTIONS}
    for screen in screens_of(mode):
        for part in (*screen.parts, screen):
            methods = {name for name in dir(part) if name.startswith("act_")}
            assert methods <= known, f"{type(part).__name__}: {sorted(methods - known)}"


def test_ids_are_unique_and_helped():
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        assert action.keys, f"{action.id} has no key"
        assert re.fullmatch(r"[a-z]+([.-][a-z]+)*", action.id)
        assert action.help
        assert action.help[0].isupper()
        assert not action.help.endswith(".")
        assert set(action.hints) <= set(action.keys)
        assert not action.hints or action.label or action.id


def test_no_keys_clash():
    KeyReader(bindings(), counting=ON_BOARD)
    for mode, pairs in bindings().items():
        sequences = [sequence for sequence, _ in pairs]
        assert len(sequences) == len(set(sequences)), mode


UNSAFE = re.compile(r"alt\+.*|meta\+.*|ctrl\+([hijmab]|left_square_bracket|\[)")
"""Keys that terminals, tmux or screen take for something else."""


def test_only_safe_keys_are_bound():
    for mode, pairs in bindings().items():
        for sequence, target in pairs:
            for key in sequence.split(" "):
                assert not UNSAFE.fullmatch(key), f"{mode}: {target} on {key}"


def test_no_sequence_begins_with_escape_or_a_count():
    for mode, pairs in bindings().items():
        for sequence, _ in pairs:
            first, *more = sequence.split(" ")
            assert first != "escape" or not more
            if mode in ON_BOARD:
                assert first not in "123456789"


def test_every_sequence_is_read_as_what_it_is_bound_to():
    for mode, pairs in bindings().items():
        reader = key_reader()
        for sequence, target in pairs:
            *before, last = sequence.split(" ")
            assert all(isinstance(reader.feed(mode, key), Pending) for key in before)
            assert reader.feed(mode, last) == Pressed(target)


def test_counts_on_the_board_and_digits_as_suggestions_in_hand():
    reader = key_reader()
    assert reader.feed(Mode.BOARD, "1") == Pending("1")
    assert reader.feed(Mode.BOARD, "2") == Pending("12")
    assert reader.feed(Mode.BOARD, "j") == Pressed("down", 12)
    assert reader.feed(Mode.HAND, "3") == Pressed("hand.suggestion")
    assert reader.feed(Mode.PANEL, "1") == Pressed("view.board")


def test_the_verbs_named_are_verbs():
    known = {verb.word if hasattr(verb, "word") else verb.name for verb in VERBS}
    assert {action.verb for action in ACTIONS if action.verb} <= known


@pytest.mark.parametrize("state", VisitState)
def test_status_keys_are_refused_as_the_table_refuses_and_say_what_is_legal(state: VisitState):
    for action in ACTIONS:
        if action.verb not in ACTS or action.refusal is None:
            continue
        why = action.refusal(Situation(visit=state, call=True, technician=True))
        assert bool(why) == (action.verb not in legal_acts(state))
        if why:
            assert all(way in why for way in legal_acts(state))


def test_where_there_is_nothing_it_says_where_to_go():
    for action in ACTIONS:
        if action.refusal is not None:
            assert len(action.refusal(Situation())) > 10, action.id


def test_hints_mark_what_is_refused():
    shown = {hint.label: hint for hint in hints(Mode.BOARD, Situation())}
    assert shown["grab"].refused
    assert not shown["help"].refused
    assert not {hint.label: hint for hint in hints(Mode.BOARD, Situation(call=True))}["grab"].refused
    assert list(shown)[-1] == "help", "the last hint is kept on the narrowest screen"


@pytest.mark.parametrize("mode", Mode)
def test_every_mode_has_hints(mode: Mode):
    offered = hints(mode, Situation())
    assert offered
    assert all(hint.keys and hint.label for hint in offered)


def test_the_hints_of_a_begun_sequence_say_what_may_follow():
    reader = key_reader()
    reader.feed(Mode.BOARD, "s")
    following = continuation_hints(reader.continuations(Mode.BOARD), Situation(visit=VisitState.ON_SITE))
    by_key = {hint.keys: hint for hint in following}
    assert {"k", "e", "o", "p", "r", "d", "x", "c"} <= set(by_key)
    assert not by_key["d"].refused
    assert by_key["k"].refused


def test_shown_keys():
    assert [shown_keys(keys) for keys in ("g g", "escape", "shift+left", "] l")] == ["gg", "esc", "⇧←", "]l"]


@pytest.mark.parametrize("mode", Mode)
def test_help_shows_every_key_and_those_of_the_present_mode_first(mode: Mode):
    rows = help_rows(mode)
    text = "\n".join("".join(piece[0] for piece in row) for row in rows)
    assert text.lstrip().startswith(f"KEYS {mode.value.upper()}")
    for action in ACTIONS:
        assert action.help in text


def test_help_in_ascii_is_ascii():
    for row in help_rows(Mode.HAND, dict(ASCII.arrows)):
        assert all(piece[0].isascii() for piece in row)


def by_section(section: str) -> list[Action]:
    return [action for action in ACTIONS if action.section == section]


def test_what_takes_something_away_is_marked_and_what_looks_is_not():
    dangerous = {action.id for action in ACTIONS if action.dangerous}
    assert dangerous >= {"cancel", "status.release", "drop.anyway"}
    assert not any(action.dangerous for action in (*by_section("Look"), *by_section("Move")))


def test_the_key_sheet_is_fresh():
    assert (ROOT / "docs" / "KEYS.md").read_text(encoding="utf-8") == key_sheet(), "make keys makes it anew"
