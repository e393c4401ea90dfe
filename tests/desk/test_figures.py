"""Performance figures as lines: what is said of few cases, what was left out, how they sort."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch_tui.core.model import Span
from dispatch_tui.core.performance import LeftOut, PastVisit, Performance
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.figures import (
    MEASURES,
    figure_lines,
    figures_json,
    figures_rows,
    left_out_of,
    left_out_words,
    sorted_lines,
    too_few,
    value_text,
    who_text,
)
from tests.core.builders import NOON, at, day_of, minutes, tech

BY_KEY = {measure.key: measure for measure in MEASURES}
LONG_AGO = timedelta(days=60)


def past(number: int, technician: int = 1, late: bool = False, over: int = 0, **fields: object) -> PastVisit:
    """An hour's repair of two months ago, promised from nine to eleven."""
    arrived = at("11:30" if late else "9:30") - LONG_AGO
    base: dict[str, object] = {
        "call_id": number, "type_code": "REPAIR", "technician_id": technician, "planned_minutes": 60,
        "arrived_at": arrived, "finished_at": arrived + minutes(60 + over),
        "window": Span(at("9:00") - LONG_AGO, at("11:00") - LONG_AGO),
    }  # fmt: skip
    return PastVisit(**{**base, **fields})  # type: ignore[arg-type]


def known(*visits: PastVisit) -> Performance:
    return Performance.of_visits(visits, NOON)


def shop():
    return day_of(technicians=(tech(1), tech(2), tech(3)))


def lines_of(*visits: PastVisit, words: str = ""):
    return figure_lines(known(*visits), shop(), words)


def by_who(lines):
    return {who_text(line): line for line in lines}


STEADY = tuple(past(number) for number in range(1, 9))
LATE = tuple(past(number, 2, late=True, over=30) for number in range(11, 19))
NEW = tuple(past(number, 3) for number in range(21, 24))


def test_a_line_for_everybody_and_one_for_all():
    found = by_who(lines_of(*STEADY, *LATE))
    assert set(found) == {"all technicians", "T1 Tech 1", "T2 Tech 2"}
    assert found["T1 Tech 1"].cases == 8
    assert value_text(found["T1 Tech 1"], BY_KEY["on_time"]) == "100%"
    assert value_text(found["T2 Tech 2"], BY_KEY["on_time"]) == "0%"
    assert value_text(found["all technicians"], BY_KEY["on_time"]) == "50%"
    assert value_text(found["T2 Tech 2"], BY_KEY["off_by_minutes"]) == "+30m"


def test_few_cases_are_shown_as_counts_and_said_to_be_too_few():
    line = by_who(lines_of(*STEADY, *NEW))["T3 Tech 3"]
    assert too_few(line) == "n = 3: too few to go by"
    assert value_text(line, BY_KEY["first_time_fix"]) == "3/3"
    assert value_text(line, BY_KEY["callbacks"]) == "0/3"
    assert value_text(line, BY_KEY["score"]) == "", "no score is said of so few"
    assert value_text(line, BY_KEY["off_by_minutes"]) == ""
    assert too_few(by_who(lines_of(*STEADY))["T1 Tech 1"]) == ""


def test_those_too_few_to_go_by_sort_behind_the_others_either_way_round():
    lines = lines_of(*STEADY, *LATE, *NEW)
    for measure in MEASURES[1:]:
        for backwards in (False, True):
            found = sorted_lines(lines, measure, backwards=backwards)
            assert [line.few for line in found] == sorted(line.few for line in found)
            assert sorted(map(id, found)) == sorted(map(id, lines))


@pytest.mark.parametrize(("key", "best"), [("on_time", "T1 Tech 1"), ("off_by_minutes", "T1 Tech 1")])
def test_the_best_comes_first_or_last(key, best):
    lines = [line for line in lines_of(*STEADY, *LATE) if line.technician]
    assert who_text(sorted_lines(lines, BY_KEY[key])[0]) == best
    assert who_text(sorted_lines(lines, BY_KEY[key], backwards=True)[-1]) == best
    assert sorted_lines(lines, None) == lines
    assert sorted_lines(lines, None, backwards=True) == lines[::-1]


def test_words_find_technicians_and_kinds_of_work():
    assert [who_text(line) for line in lines_of(*STEADY, *LATE, words="tech 2")] == ["T2 Tech 2"]
    assert len(lines_of(*STEADY, *LATE, words="repair")) == 3
    assert lines_of(*STEADY, words="plumbing") == []


def test_who_has_left_the_shop_is_in_the_mean_and_not_in_the_list():
    lines = lines_of(*STEADY, *(past(number, 9) for number in range(31, 39)))
    assert set(by_who(lines)) == {"all technicians", "T1 Tech 1"}
    assert by_who(lines)["all technicians"].cases == 16


def test_what_was_left_out_is_counted_with_its_reason():
    left = known(*STEADY, past(41, window=None), past(42, helps=True), past(43, finished_at=None))
    assert left_out_of(left) == {LeftOut.NO_STAMP: 1, LeftOut.NO_WINDOW: 1, LeftOut.HELPER: 1}
    words = left_out_words(left_out_of(left))
    assert (
        words == "left out: 1 arrival or end never stamped, 1 no window promised, 1 as second pair of hands"
    )
    assert left_out_words({}) == "nothing left out"


def test_json_has_the_counts_behind_every_rate():
    board = BoardKeeper(shop(), NOON).board
    value = figures_json(board, known(*STEADY, *NEW), None)
    mine = next(line for line in value["figures"] if line["technician"] == "T1")
    assert mine["on_time"] == {"good": 8, "of": 8}
    assert mine["callbacks"] == {"count": 0, "of": 8}
    assert mine["score"] == pytest.approx(1.0)
    assert value["few"] == 5
    assert next(line for line in value["figures"] if line["technician"] == "T3")["too_few"]


def test_plain_rows_say_the_same():
    titles, rows = figures_rows(lines_of(*STEADY, *NEW))
    assert len(titles) == len(rows[0])
    assert rows[-1][-1] == "n = 3: too few to go by"
