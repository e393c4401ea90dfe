"""What is typed can be mended: in the last line, and in every field of the form."""

from __future__ import annotations

from pathlib import Path

from tests.screens.driving import opened
from widgets.fields import FieldInput
from widgets.prompt import PromptInput


async def test_a_line_is_edited_with_the_usual_keys(shop: Path) -> None:
    async with opened(shop) as console:
        await console.press("colon")
        await console.until(lambda: console.screen.prompt.asking, "the line")
        line = console.screen.query_one(PromptInput)
        await console.type("go 4999")
        await console.press("backspace", "backspace", "1")
        assert line.value == "go 491"
        await console.press("home", "x", "delete", "end", "left", "0")
        assert line.value == "xo 4901"
        await console.press("ctrl+w", "ctrl+u")
        assert line.value == "1"
        await console.press("delete")
        assert line.value == ""


async def test_a_field_is_edited_with_the_usual_keys(shop: Path) -> None:
    async with opened(shop) as console:
        await console.press("i")
        await console.until(lambda: isinstance(console.screen.focused, FieldInput), "a field")
        await console.type("6145")
        await console.press("backspace", "left", "9")
        assert console.screen.focused.value == "6194"
        await console.press("ctrl+u", "ctrl+k")
        assert console.screen.focused.value == ""


async def test_a_refused_answer_stays_to_be_mended(shop: Path) -> None:
    async with opened(shop) as console:
        await console.line("rules")
        await console.until(lambda: console.screen.name == "rules", "the rules")
        await console.press("j", "e")
        await console.until(lambda: console.screen.prompt.asking, "the question")
        await console.press("ctrl+u")
        await console.type("often")
        await console.press("enter")
        line = console.screen.query_one(PromptInput)
        await console.until(lambda: console.screen.prompt.asking and line.value == "often", "asked again")
        assert "cannot be" in console.shows()
        await console.press("ctrl+u")
        await console.answer("20")
        await console.until(
            lambda: console.board.day.shop.rules.get("check-in-lead") == "20", "the rule is set"
        )
