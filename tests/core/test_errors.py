import pytest

from dispatch_tui.core import errors
from dispatch_tui.core.errors import DispatchError, Refused


def test_an_error_says_what_happened_and_then_what_to_do():
    error = Refused("call 412 is locked", "unlock 412 first")
    assert str(error) == "call 412 is locked: unlock 412 first"
    assert (error.message, error.hint) == ("call 412 is locked", "unlock 412 first")


def test_without_a_hint_there_is_no_colon():
    assert str(Refused("call 412 is locked")) == "call 412 is locked"


@pytest.mark.parametrize("name", ["NeedsSure", "Missing", "Ambiguous", "Conflict"])
def test_refusals_are_caught_as_refusals(name):
    assert issubclass(getattr(errors, name), Refused)


@pytest.mark.parametrize("name", ["Usage", "StoreUnusable"])
def test_wrong_words_and_a_broken_store_are_no_refusals(name):
    kind = getattr(errors, name)
    assert issubclass(kind, DispatchError)
    assert not issubclass(kind, Refused)
