"""Words over lines, and lists of blocks with one of them chosen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from widgets.blocks import Block, BlockList
from widgets.canvas import as_cells, wrapped
from widgets.cells import Look
from widgets.page import said


def test_words_go_on_the_next_line():
    assert wrapped("how much longer do you need", 11) == ["how much", "longer do", "you need"]
    assert wrapped("", 10) == []
    assert wrapped("one\n\ntwo", 10) == ["one", "", "two"]


def test_a_word_too_long_is_cut_and_a_wide_character_never():
    assert wrapped("hi abcdefghij k", 5) == ["hi", "abcde", "fghij", "k"]
    assert wrapped("日本語", 3) == ["日", "本", "語"]
    assert wrapped("日x", 2) == ["日", "x"]


CLEAN = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn")), max_size=80)


@given(CLEAN, st.integers(2, 30))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, width: int):
    lines = wrapped(text, width)
    assert all(len(as_cells(line)) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join("".join(as_cells(word)) for word in text.split())


def blocks(*keys: str | None) -> list[Block]:
    return [Block((said((str(key), "text")),), key) for key in keys]


def test_the_cursor_skips_headings_and_stays_within():
    found = BlockList(Look())
    assert found.chosen is None
    found.update(blocks(None, "a", None, "b", "c"))
    assert found.chosen == "a"
    found.go(1)
    assert found.chosen == "b"
    found.go(9)
    assert found.chosen == "c"
    found.go(-9)
    assert found.chosen == "a"


def test_the_cursor_stays_on_its_block_or_where_that_was():
    found = BlockList(Look())
    found.update(blocks("a", "b", "c"))
    found.choose("b")
    found.update(blocks("x", None, "a", "b", "c"))
    assert found.chosen == "b"
    found.update(blocks("x", None, "a", "c"))
    assert found.chosen == "c", "what came after it"
    found.update(blocks("x"))
    assert found.chosen == "x"
    found.update(blocks(None))
    assert found.chosen is None
    found.choose("nobody")
    assert found.chosen is None


def test_a_conversation_begins_at_its_end_and_follows_what_comes():
    found = BlockList(Look(), at_end=True)
    found.update(blocks("a", "b"))
    assert found.chosen == "b"
    found.update(blocks("a", "b", "c"))
    assert found.chosen == "c"
    found.choose("a")
    found.update(blocks("a", "b", "c", "d"))
    assert found.chosen == "a", "who reads back is left in peace"
