"""The keys, made from the registry: those of the mode one came from first."""

from __future__ import annotations

from dispatch_tui.keymap import ACTIONS, Mode, shown_keys
from screens.page import PageScreen
from widgets.cells import Look
from widgets.page import Row, head, said


def help_rows(first: Mode, arrows: dict[str, str] | None = None) -> list[Row]:
    """All actions by section; a mark shows what takes something away from somebody."""
    rows: list[Row] = []
    modes = [first, *(mode for mode in Mode if mode is not first)]
    for mode in modes:
        actions = [action for action in ACTIONS if mode in action.keys]
        if rows:
            rows.append(())
        rows.append(head(f"KEYS {mode.value.upper()}"))
        sections = dict.fromkeys(action.section for action in actions)
        for section in sections:
            rows.append(())
            rows.append(said((f"  {section}", "bright")))
            for action in actions:
                if action.section != section:
                    continue
                keys = "  ".join(shown_keys(keys) for keys in action.keys[mode])
                for sign, plain in (arrows or {}).items():
                    keys = keys.replace(sign, plain)
                verb = f"  :{action.verb}" if action.verb else ""
                role = "warn" if action.dangerous else "text"
                rows.append(said((f"  {keys:<18}", "now"), (f" {action.help}", role), (verb, "quiet")))
    return rows


class HelpScreen(PageScreen):
    """Help."""

    def __init__(self, look: Look, mode: Mode) -> None:
        super().__init__(look, "help")
        self._from = mode

    async def fill(self) -> None:
        """The keys; how to go on."""
        rows: list[Row] = [
            said(
                (" esc or q goes back, j and k scroll. ", "text"),
                ("Orange", "warn"),
                (" takes something away.", "text"),
            ),
            said((" Digits before a key on the board are a count: 3j goes three rows down.", "quiet")),
            said((" The glyphs: ", "quiet"), (self._glyphs(), "bright"), (".", "quiet")),
            (),
        ]
        self.page.set_rows(rows + help_rows(self._from, dict(self.look.glyphs.arrows)))

    def _glyphs(self) -> str:
        state = self.look.glyphs.state
        words = {
            "tentative": "placed", "told": "customer told", "dispatched": "technician told",
            "acknowledged": "acknowledged", "en_route": "en route", "on_site": "on site", "done": "done",
        }  # fmt: skip
        return ", ".join(f"{state[role]} {word}" for role, word in words.items())
