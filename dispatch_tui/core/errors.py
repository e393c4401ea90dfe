"""What can go wrong, in words a dispatcher can act on.

Every error carries one sentence that says what happened and one that says what to do. Screens
and the shell print both; nothing else formats errors.
"""

from __future__ import annotations


class DispatchError(Exception):
    """Base of every error that is meant for a person.

    Args:
        message: what happened, one sentence without a full stop.
        hint: what to do or what would be legal, or "" when there is nothing to say.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}" if self.hint else self.message


class Refused(DispatchError):
    """A rule says no. The hint names the legal way."""


class NeedsSure(Refused):
    """Possible, but it has a cost that the person must accept; the same command with `sure` goes.

    Args:
        message: the costs, joined.
        hint: how to say that one is sure.
    """


class Missing(Refused):
    """The thing named does not exist, or exists no longer."""


class Ambiguous(Refused):
    """A word fits several things; the hint lists the candidates."""


class Conflict(Refused):
    """Somebody else changed the same facts since they were looked at."""


class Usage(DispatchError):
    """The words do not make a command."""


class StoreUnusable(DispatchError):
    """The store cannot be opened, read or written; it has not been touched."""
