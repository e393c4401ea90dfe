import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.text import clean_line, clean_text, plural

nasty = st.text(
    st.sampled_from("ab \t\n\r\x0b\x0c\x1b[]0;1mPX^_\\\x07\x00\x7f\x85\x9b\u200d\u202e\u2028\u0301é\ud800")
    | st.characters()
)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("AC not cooling", "AC not cooling"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;owned\x07title", "title"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1bPq#0\x1b\\sixel", "sixel"),
        ("\x1b(Bcharset", "charset"),
        ("bell\x07 null\x00 del\x7f", "bell null del"),
        ("\x9b31mC1", "31mC1"),
        ("abc\u202edcba", "abcdcba"),
        ("zero\u200bwidth", "zerowidth"),
        ("e\u0301", "é"),
        ("a\tb   c\u00a0d", "a b c d"),
        ("  ends  ", "ends"),
        ("[red]markup stays[/]", "[red]markup stays[/]"),
        ("=1+1", "=1+1"),
        ("Müller-Łuksa 株式会社 ☎", "Müller-Łuksa 株式会社 ☎"),
    ],
)
def test_outside_text_is_neutralised(raw, clean):
    assert clean_text(raw) == clean
    assert clean_line(raw) == clean


def test_several_lines_keep_their_newlines_whatever_they_were():
    assert clean_text("one \r\n two\rthree\n") == "one\ntwo\nthree"


def test_one_line_has_no_newlines():
    assert clean_line("one\ntwo\r\nthree") == "one two three"


@given(nasty)
@example("e\u200d\u0301")
@example("\x1b\x1b[0m[31mx")
def test_no_control_character_survives(raw):
    for kept in (clean_text(raw), clean_line(raw)):
        assert all(char == "\n" or unicodedata.category(char)[0] not in "C" for char in kept)
        kept.encode("utf-8")
    assert "\n" not in clean_line(raw)


@given(nasty)
@example("e\u200d\u0301")
def test_cleaning_twice_changes_nothing(raw):
    assert clean_text(clean_text(raw)) == clean_text(raw)
    assert clean_line(clean_line(raw)) == clean_line(raw)


@given(nasty, st.integers(0, 20))
@example("a b", 2)
@example("a\nb", 2)
def test_text_is_cut_at_the_limit_and_never_ends_in_a_space(raw, limit):
    for kept in (clean_text(raw, limit), clean_line(raw, limit)):
        assert len(kept) <= limit
        assert kept == kept.strip()


@given(st.text(st.sampled_from("abc XYZ äöü 0-9,.")))
def test_ordinary_words_are_kept(raw):
    assert clean_line(raw, 1000) == " ".join(raw.split())


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 calls"), (1, "1 call"), (2, "2 calls"), (21, "21 calls")]
)
def test_plural(count, words):
    assert plural(count, "call") == words


def test_plural_of_an_irregular_word():
    assert plural(2, "person", "people") == "2 people"
    assert plural(1, "person", "people") == "1 person"
