from dataclasses import fields, is_dataclass
from typing import get_args

import pytest

from dispatch_tui.core import commands
from dispatch_tui.core.commands import Act, Command, Outcome, Unplace

made = [
    thing
    for thing in vars(commands).values()
    if isinstance(thing, type) and is_dataclass(thing) and thing.__module__.startswith(commands.__name__)
]
NO_COMMANDS = {"Seen", "ImportRow", "Act", "Outcome"}


def test_every_command_can_be_given():
    assert {kind.__name__ for kind in get_args(Command)} == {kind.__name__ for kind in made} - NO_COMMANDS


@pytest.mark.parametrize("kind", made)
def test_commands_are_frozen(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


def test_two_acts_are_never_taken_for_one_and_a_retry_is():
    one, two = Act(Unplace(1), "ana"), Act(Unplace(1), "ana")
    assert one.uid != two.uid
    assert one == Act(Unplace(1), "ana", uid=one.uid)


def test_nobody_is_sure_unless_they_say_so():
    asking = [kind for kind in made if "sure" in {field.name for field in fields(kind)}]
    assert asking
    assert all(field.default is False for kind in asking for field in fields(kind) if field.name == "sure")


def test_an_outcome_is_news_unless_it_was_written_before():
    assert not Outcome("done", 3).again
    assert Outcome("done", 3).warnings == ()
