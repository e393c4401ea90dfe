import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.telling.segments import Segments, segments, straightened

GSM_TEXT = st.text("@£$ abcXYZ019.,!?éñüÑ¿¡\n", max_size=700)
EXTENDED = st.text("ab[]{}^~|€\\", max_size=700)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Segments("GSM-7", 0, 0)),
        ("a", Segments("GSM-7", 1, 1)),
        ("a" * 160, Segments("GSM-7", 160, 1)),
        ("a" * 161, Segments("GSM-7", 161, 2)),
        ("a" * 306, Segments("GSM-7", 306, 2)),
        ("a" * 307, Segments("GSM-7", 307, 3)),
        ("€" * 80, Segments("GSM-7", 160, 1)),
        ("€" * 81, Segments("GSM-7", 162, 2)),
        ("ñ¿¡é\n", Segments("GSM-7", 5, 1)),
        ("á" + "a" * 69, Segments("UCS-2", 70, 1)),
        ("á" + "a" * 70, Segments("UCS-2", 71, 2)),
        ("á" + "a" * 133, Segments("UCS-2", 134, 2)),
        ("á" + "a" * 134, Segments("UCS-2", 135, 3)),
        ("🙂" * 35, Segments("UCS-2", 70, 1)),
        ("🙂" * 36, Segments("UCS-2", 72, 2)),
        ("ç", Segments("UCS-2", 1, 1)),
        ("`", Segments("UCS-2", 1, 1)),
    ],
)
def test_what_a_text_takes(text: str, expected: Segments):
    assert segments(text) == expected


def test_an_extension_character_moves_whole_into_the_next_segment():
    # 153 + 153 = 306 units would do if the brace could be cut in two
    assert segments("a" * 152 + "{" + "a" * 152) == Segments("GSM-7", 306, 3)
    assert segments("a" * 151 + "{" + "a" * 153) == Segments("GSM-7", 306, 2)


def test_a_pair_of_surrogates_moves_whole_too():
    assert segments("a" * 66 + "🙂" + "a" * 66).count == 3


@given(GSM_TEXT | EXTENDED | st.text(max_size=300))
def test_the_count_is_never_below_what_the_units_need(text: str):
    found = segments(text)
    alone, joined = (160, 153) if found.encoding == "GSM-7" else (70, 67)
    if found.units <= alone:
        assert found.count == (1 if text else 0)
    else:
        assert math.ceil(found.units / joined) <= found.count <= math.ceil(found.units / (joined - 1))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_units_of_ucs_2_are_those_of_utf_16(text: str):
    found = segments(text + "á")
    assert found.encoding == "UCS-2"
    assert found.units == len((text + "á").encode("utf-16-le")) // 2


@given(GSM_TEXT, GSM_TEXT)
def test_more_text_never_takes_fewer(one: str, other: str):
    assert segments(one + other).count >= segments(one).count


def test_straightening():
    typed = "“We’ll be there…” — 13–15 \u00a0o\u2019clock‑ish «¿Sí?» `x´ \u200b•\ttab"
    assert straightened(typed) == "\"We'll be there...\" - 13-15  o'clock-ish \"¿Sí?\" 'x' - tab"


def test_straightened_english_is_gsm():
    assert segments("It’s 5 o’clock – we’re late…").encoding == "UCS-2"
    assert segments(straightened("It’s 5 o’clock – we’re late…")).encoding == "GSM-7"


def test_an_accent_that_stands_apart_is_joined():
    assert straightened("e\u0301") == "é"
    assert straightened("e\u200b\u0301") == "é"
    assert segments(straightened("caf" + "e\u0301")).encoding == "GSM-7"


@given(st.text())
def test_straightening_twice_is_straightening_once(text: str):
    once = straightened(text)
    assert straightened(once) == once
    assert not re.search("[‘’“”–—…\u00a0]", once)
