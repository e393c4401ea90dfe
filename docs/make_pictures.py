"""Makes the pictures of docs/pictures from the demo shop: as PNG where rsvg-convert is, else as SVG.

    python docs/make_pictures.py [NAME ...]

Each picture is a script of keys on a fresh demo shop with its clock standing still, so that making them
twice gives the same pictures.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from dispatch_tui.app import DispatchApp
from dispatch_tui.bootstrap import DemoOptions, Wiring
from dispatch_tui.core.day import Moved

OUT = HERE / "pictures"
FONT = "JetBrains Mono, DejaVu Sans Mono, monospace"


@dataclass(frozen=True)
class Picture:
    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    theme: str = "dark"
    ascii: bool = False
    demo: str = "12x70"


def line(text: str) -> tuple[str, ...]:
    """A line of the `:` row, key by key."""
    return ("colon", *("space" if char == " " else "plus" if char == "+" else char for char in text), "enter")


PLANNED = "planned"
"""In the place of a key: wait until the plan is made."""

PICTURES = (
    Picture("board-120x40-dark", (120, 40), ("w",)),
    Picture("board-120x40-light", (120, 40), ("w",), theme="light"),
    Picture("board-120x40-mono", (120, 40), ("w",), theme="mono"),
    Picture("board-80x24-dark", (80, 24), ("w",)),
    Picture("board-80x24-light", (80, 24), ("w",), theme="light"),
    Picture("board-80x24-mono", (80, 24), ("w",), theme="mono"),
    Picture("board-80x24-ascii", (80, 24), ("w",), theme="mono", ascii=True),
    Picture("board-200x60-dark", (200, 60), ("w", "z", "r"), demo="24x140"),
    Picture("board-200x60-light", (200, 60), ("w", "z", "r"), theme="light", demo="24x140"),
    Picture("board-200x60-mono", (200, 60), ("w", "z", "r"), theme="mono", demo="24x140"),
    Picture("in-hand-120x40", (120, 40), ("t", "j", "a")),
    Picture("technicians-120x40", (120, 40), ("g", "2")),
    Picture("intake-120x40", (120, 40), ("i", *"614555")),
    Picture("help-120x40", (120, 40), ("question_mark",)),
    Picture("detail-120x40", (120, 40), ("w", "enter")),
    Picture("ripple-120x40", (120, 40), line("ripple t1 +50")),
    Picture("ripple-80x24", (80, 24), line("ripple t1 +50")),
    Picture("alerts-120x40", (120, 40), ("g", "3")),
    Picture("messages-120x40", (120, 40), (*line("tell 4021 late"), *line("tell 4044 window"), "g", "4")),
    Picture("rules-120x40", (120, 40), ("g", "r")),
    Picture("wordings-120x40", (120, 40), ("g", "w")),
    Picture("suggestions-120x40", (120, 40), ("t", "j", "A")),
    Picture("suggestions-120x40-light", (120, 40), ("t", "j", "A"), theme="light"),
    Picture("suggestions-80x24", (80, 24), ("t", "j", "A")),
    Picture("proposal-120x40", (120, 40), ("P", "t", PLANNED)),
    Picture("ghosts-120x40", (120, 40), ("P", "t", PLANNED, "b")),
    Picture("emergency-120x40", (120, 40), ("t", "E")),
    Picture("figures-120x40", (120, 40), ("g", "5")),
)


async def make(picture: Picture, store: Path) -> str:
    wiring = Wiring(
        store, "ann", "desk", DemoOptions(picture.demo, 1, 0.0), ascii=picture.ascii, theme=picture.theme
    )
    app = DispatchApp(wiring)
    async with app.run_test(size=picture.size) as pilot:
        app.console._color_system = 3  # type: ignore[attr-defined]
        for _ in range(400):
            await pilot.pause(0.02)
            if app.live.ready and app.board_screen.state is not None:
                break
        app._dress()
        app.board_screen.refresh_look()
        app.board_screen.board_moved(Moved(everything=True))
        await pilot.pause(0.1)
        for key in picture.keys:
            if key == PLANNED:
                while app.plans.stage == "planning":
                    await pilot.pause(0.1)
                continue
            await pilot.press(key)
            await pilot.pause(0.1)
        await pilot.pause(0.3)
        return app.export_screenshot(title=f"dispatch-tui demo, {picture.name}")


def to_png(svg: Path) -> None:
    """A PNG in the place of the SVG, where it can be made: it does not depend on the reader's fonts."""
    converter = shutil.which("rsvg-convert")
    if converter is None:
        return
    text = re.sub(r"font-family: ?Fira Code, ?monospace", f"font-family: {FONT}", svg.read_text())
    text = text.replace("<text ", '<text xml:space="preserve" ')  # librsvg drops leading blanks
    with tempfile.NamedTemporaryFile("w", suffix=".svg") as changed:
        changed.write(text)
        changed.flush()
        subprocess.run(
            [converter, "--zoom=0.9", changed.name, "-o", str(svg.with_suffix(".png"))], check=True
        )
    svg.unlink()


def main(names: list[str]) -> None:
    OUT.mkdir(exist_ok=True)
    for picture in PICTURES:
        if names and not any(name in picture.name for name in names):
            continue
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(make(picture, Path(folder) / "demo.db"))
        path = OUT / f"{picture.name}.svg"
        path.write_text(svg)
        to_png(path)
        print(path.name)


if __name__ == "__main__":
    main(sys.argv[1:])
