import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch_tui.core.keys import MAX_COUNT, ClashError, KeyReader, Pending, Pressed, Unknown

BOARD = [("h", "left"), ("g g", "top"), ("g n", "now"), ("] l", "next late"), ("0", "start"), ("x", "tray")]


def reader():
    return KeyReader({"board": BOARD, "menu": [("1", "first"), ("h", "help")]}, counting=["board"])


def typed(keys, mode="board"):
    """The last answer to some keys."""
    one = reader()
    return [one.feed(mode, key) for key in keys][-1]


@pytest.mark.parametrize(
    ("keys", "read"),
    [
        ("h", Pressed("left")),
        ("gg", Pressed("top")),
        ("g", Pending("g")),
        ("]l", Pressed("next late")),
        ("z", Unknown("z")),
        ("gz", Unknown("gz")),
        ("3h", Pressed("left", 3)),
        ("12gg", Pressed("top", 12)),
        ("3", Pending("3")),
        ("3g", Pending("3g")),
        ("0", Pressed("start")),
        ("10h", Pressed("left", 10)),
        ("3z", Unknown("3z")),
        ("99999h", Pressed("left", MAX_COUNT)),
    ],
)
def test_keys_are_read_one_by_one(keys, read):
    assert typed(keys) == read


def test_a_count_is_once_if_none_was_typed():
    assert (Pressed("x").times, Pressed("x", 4).times) == (1, 4)


def test_digits_are_a_count_only_where_counting_is_on():
    assert typed("1", "menu") == Pressed("first")
    assert typed("2", "menu") == Unknown("2")


def test_a_digit_that_is_bound_is_its_own_key():
    one = KeyReader({"hand": [("1", "spot 1"), ("x", "drop")]}, counting=["hand"])
    assert one.feed("hand", "1") == Pressed("spot 1")
    assert one.feed("hand", "2") == Pending("2")
    assert one.feed("hand", "1") == Pending("21")


@pytest.mark.parametrize("digit", ["²", "٣", "３"])
def test_only_plain_digits_count(digit):
    assert typed([digit]) == Unknown(digit)


def test_named_keys_are_shown_by_name():
    one = KeyReader({"board": [("ctrl+w left", "pane")]}, counting=[])
    assert one.feed("board", "ctrl+w") == Pending("<ctrl+w>")
    assert one.shown == "<ctrl+w>"
    assert one.feed("board", "left") == Pressed("pane")
    assert one.shown == ""


def test_a_mode_nobody_knows_knows_no_key():
    assert typed("h", "nowhere") == Unknown("h")


def test_after_a_mistake_one_starts_anew():
    one = reader()
    for key in "3gz":
        last = one.feed("board", key)
    assert last == Unknown("3gz")
    assert one.feed("board", "h") == Pressed("left")


def test_reset_forgets_and_says_whether_there_was_anything():
    one = reader()
    assert not one.reset()
    one.feed("board", "3")
    one.feed("board", "g")
    assert one.shown == "3g"
    assert one.reset()
    assert one.shown == ""
    assert one.feed("board", "h") == Pressed("left")
    for key in "3g":
        one.feed("board", key)
        assert one.reset()


def test_what_may_follow_is_offered():
    one = reader()
    assert one.continuations("board") == {"h": "left", "g": "", "]": "", "0": "start", "x": "tray"}
    one.feed("board", "g")
    assert one.continuations("board") == {"g": "top", "n": "now"}
    assert one.continuations("nowhere") == {}


@pytest.mark.parametrize(
    "pairs",
    [
        [("g", "a"), ("g", "b")],
        [("g g", "a"), ("g g", "b")],
        [("g", "a"), ("g g", "b")],
        [("g g", "a"), ("g", "b")],
    ],
)
def test_one_sequence_never_hides_another(pairs):
    with pytest.raises(ClashError):
        KeyReader({"board": pairs}, counting=[])


def test_modes_do_not_clash_with_each_other():
    one = KeyReader({"board": [("g g", "a")], "menu": [("g", "b")]}, counting=[])
    assert one.feed("menu", "g") == Pressed("b")


@given(st.lists(st.sampled_from([*"hgn]l0x123z", "enter", "²"]), max_size=12))
def test_any_keys_are_read_and_nothing_is_left_over_after_an_answer(keys):
    one = reader()
    for key in keys:
        if isinstance(one.feed("board", key), Pending):
            assert one.shown
        else:
            assert one.shown == ""
