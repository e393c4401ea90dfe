"""The keys of the intake form, as acts on the field that they are pressed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screens.intake import IntakeScreen


class FormActs:
    """What the form's keys do."""

    def __init__(self, form: IntakeScreen) -> None:
        self._form = form

    def act_form_leave(self, _count: int | None) -> None:
        """Leave; what was typed is kept."""
        self._form.leave()

    async def act_form_save(self, _count: int | None) -> None:
        """Into the tray."""
        await self._form.save(place=False)

    async def act_form_place(self, _count: int | None) -> None:
        """Into the hand."""
        await self._form.save(place=True)

    def act_form_clear(self, _count: int | None) -> None:
        """Begin anew."""
        self._form.clear()

    def act_form_next(self, _count: int | None) -> None:
        """Take what is marked, or go on."""
        self._form.enter(self._form.field)

    def act_form_previous(self, _count: int | None) -> None:
        """Go back."""
        self._form.leave_field(self._form.field)
        self._form.step_from(self._form.field, -1)

    def act_form_down(self, _count: int | None) -> None:
        """Down the list."""
        self._form.pick(self._form.field, 1)

    def act_form_up(self, _count: int | None) -> None:
        """Up the list."""
        self._form.pick(self._form.field, -1)

    def act_form_page_down(self, _count: int | None) -> None:
        """Scroll the list."""
        self._form.offers.scroll_by(self._form.offers.size.height)

    def act_form_page_up(self, _count: int | None) -> None:
        """Scroll the list back."""
        self._form.offers.scroll_by(-self._form.offers.size.height)
