"""The alert screen: everything that needs attention, weightiest first, with its cause and its cure."""

from __future__ import annotations

from textual.app import ComposeResult

from dispatch_tui.core.day import Moved
from dispatch_tui.desk.alerts.keeper import Alert
from dispatch_tui.desk.alerts.trouble import Trouble
from dispatch_tui.keymap import Mode, Situation
from screens.alert_acts import AlertActs
from screens.base import DeskScreen
from widgets.alerts import AlertList, alert_lines
from widgets.cells import Look
from widgets.inspector import call_pieces, row_pieces, visit_pieces
from widgets.lines import HintRow, InspectorRow, Piece, piece
from widgets.prompt import Prompt
from widgets.status_row import StatusRow


class AlertsScreen(DeskScreen):
    """All alerts in a list."""

    mode = Mode.ALERTS

    def __init__(self, look: Look) -> None:
        super().__init__("alerts")
        self._look = look
        self._all = True
        self.acts = AlertActs(self)
        self.parts = [self.acts]

    def compose(self) -> ComposeResult:
        """Status row, list, inspector, hints, last line."""
        yield StatusRow(self._look)
        yield AlertList(self._look)
        yield InspectorRow(self._look)
        yield HintRow(self._look)
        yield self.make_prompt()

    def on_mount(self) -> None:
        """Show the present alerts."""
        self.list = self.query_one(AlertList)
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Another size."""
        self.call_after_refresh(self._show)

    def on_screen_resume(self) -> None:
        """Back from what lay over it."""
        self.call_after_refresh(self._show)

    def board_moved(self, moved: Moved) -> None:
        """Anything may be an alert now, or none any more."""
        del moved
        self._show()

    def refresh_look(self) -> None:
        """Palette or glyphs have changed."""
        super().refresh_look()
        self._show()

    def _show(self) -> None:
        if not self.alive:
            return
        board, alerts = self.live.board, self.live.alerts
        self.query_one(StatusRow).update(board, alerts=alerts)
        shown = [alert for alert in alerts if self._all or not alert.snoozed]
        self.list.update(alert_lines(board, shown), len(alerts) - len(shown))
        self._inspect()

    def _inspect(self) -> None:
        self.query_one(InspectorRow).update(self._pieces())
        self.update_hints()

    def _pieces(self) -> list[Piece]:
        """The alert under the cursor: a message's own words, else the visit, the call or the row."""
        alert, board, glyphs = self.alert, self.live.board, self.look.glyphs
        if alert is None:
            return []
        if alert.message_id is not None or alert.trouble in (Trouble.UNSEEN, Trouble.URGENT_UNSEEN):
            return [piece(f" {alert.text}", "text", "bar")]
        visit = board.day.visits.get(alert.visit_id or 0)
        if visit is not None:
            return visit_pieces(board, visit, glyphs)
        call = board.day.calls.get(alert.call_id or 0)
        if call is not None:
            return call_pieces(board, call, glyphs)
        technician = board.day.technicians.get(alert.technician_id or 0)
        return row_pieces(board, technician.id, "", glyphs) if technician is not None else []

    @property
    def alert(self) -> Alert | None:
        """The alert under the cursor."""
        return self.list.alert

    def situation(self) -> Situation:
        """What refusals depend on."""
        if not self.live.ready:
            return Situation()
        visit = self.acts.target_visit()
        return Situation(
            visit.state if visit else None,
            self.alert is not None and self.alert.call_id is not None,
            False,
            self.acts.target_technician() is not None,
            self.live.board.day.clock is not None,
        )

    # -- moving about

    def _go(self, index: int) -> None:
        self.list.go(index)
        self._inspect()

    def act_down(self, count: int | None) -> None:
        """Down."""
        self._go(self.list.cursor + (count or 1))

    def act_up(self, count: int | None) -> None:
        """Up."""
        self._go(self.list.cursor - (count or 1))

    def act_top(self, _count: int | None) -> None:
        """The weightiest."""
        self._go(0)

    def act_bottom(self, _count: int | None) -> None:
        """The last."""
        self._go(len(self.list.rows))

    def act_page_down(self, _count: int | None) -> None:
        """A page down."""
        self._go(self.list.cursor + self.list.size.height - 1)

    def act_page_up(self, _count: int | None) -> None:
        """A page up."""
        self._go(self.list.cursor - self.list.size.height + 1)

    def act_alert_all(self, _count: int | None) -> None:
        """Hide what is snoozed, or show it."""
        self._all = not self._all
        self._show()
        self.say("all alerts" if self._all else "without what is snoozed")

    def act_back(self, _count: int | None) -> None:
        """To the board."""
        self.services.show_view("board")

    def on_prompt_typed(self, event: Prompt.Typed) -> None:
        """What is typed changes nothing here before it is answered."""
        event.stop()

    def on_alert_list_pointed(self, event: AlertList.Pointed) -> None:
        """A click selects; a double click goes to the cause."""
        self._go(event.index)
        if event.double:
            self.perform("alert.cause")
