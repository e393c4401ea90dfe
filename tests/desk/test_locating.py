"""Saying where an address is; and acts that reckon by what the boards have learnt."""

from dataclasses import replace

import pytest

from dispatch_tui.core import commands as c
from dispatch_tui.core.commands import Act
from dispatch_tui.core.drives import Correction, Drives
from dispatch_tui.core.errors import NeedsSure, Refused
from dispatch_tui.core.knowledge import Knowledge
from dispatch_tui.core.model import Place, Precision, Site, Technician
from dispatch_tui.core.rules import Consequences
from dispatch_tui.core.typical import Case, Typicals
from dispatch_tui.desk.acts import handler_of
from dispatch_tui.desk.acts.common import weighed
from dispatch_tui.desk.board import BoardKeeper
from dispatch_tui.desk.intake_acts import _site
from dispatch_tui.desk.requests import Do
from dispatch_tui.desk.verbs import request_of
from tests.core.builders import NOON, TODAY, at, place, site, span, visit
from tests.desk.shops import DeskShop

P = Precision


def shop():
    return DeskShop((visit(1, "13:00"),), waiting=(5,), c5={"window": span("14:00", "14:45")})


def said(made, text):
    request = request_of(text, made.board())
    assert isinstance(request, Do)
    return made.do(request.command)


def test_locate_says_where_a_call_is_and_its_forecast_moves():
    made = shop()
    before = BoardKeeper(made.store.board(TODAY), NOON).board.forecasts[1].visits[1].leg
    outcome = said(made, "locate 1 40.30,-74.0")
    assert made.store.rows(Site)[1].place == Place(40.3, -74.0, P.PIN)
    assert "40.30000,-74.00000 (pin, typed)" in outcome.said
    after = BoardKeeper(made.store.board(TODAY), NOON).board.forecasts[1].visits[1].leg
    assert after.minutes > before.minutes


@pytest.mark.parametrize("text", ["locate 1 40.3 -74.0", "pin 1 40.3,-74.0", "locate 1 40.3, -74.0"])
def test_ways_to_say_it(text):
    made = shop()
    said(made, text)
    assert made.store.rows(Site)[1].place == Place(40.3, -74.0)


@pytest.mark.parametrize("words", ["39.7,255", "95,10", "Elm Street", "0,0"])
def test_what_is_no_point_is_refused_before_anything_is_asked(words):
    with pytest.raises(Refused):
        request_of(f"locate 1 {words}", shop().board())


def test_far_from_everybody_wants_a_yes():
    made = shop()
    with pytest.raises(NeedsSure, match="km from everybody's home"):
        said(made, "locate 1 33.7,-84.4")
    said(made, "locate 1 33.7,-84.4 !")
    assert made.store.rows(Site)[1].place == Place(33.7, -84.4)


def test_where_no_home_is_known_the_other_sites_are_the_shop():
    made = shop()
    for key, one in made.store.rows(Technician).items():
        made.store.rows(Technician)[key] = replace(one, home=None)
    with pytest.raises(NeedsSure):
        said(made, "locate 1 33.7,-84.4")


def test_unknown_is_unknown():
    made = shop()
    said(made, "locate 1 unknown")
    assert made.store.rows(Site)[1].place is None
    with pytest.raises(Refused, match="unknown already"):
        said(made, "locate 1 unknown")


def test_a_program_never_overrules_what_is_known_better_and_does_not_go_far():
    made = shop()
    with pytest.raises(Refused, match="is known by pin already"):
        made.do(c.LocateSite(1, place(3, P.HOUSE), "photon"))
    made.store.rows(Site)[1] = replace(made.store.rows(Site)[1], place=place(1, P.POSTCODE))
    with pytest.raises(Refused, match="of that name"):
        made.do(c.LocateSite(1, Place(33.7, -84.4, P.HOUSE), "photon"))
    made.do(c.LocateSite(1, place(3, P.HOUSE), "photon"))
    assert made.store.rows(Site)[1].place == place(3, P.HOUSE)


@pytest.mark.parametrize("off", [Place(float("nan"), 3), Place(91, 3), Place(4, 255)])
def test_a_program_s_point_is_looked_at_too(off):
    with pytest.raises(Refused, match="no point of the earth"):
        shop().do(c.LocateSite(1, off, "photon"))


def test_a_fourth_address_on_one_point_is_flagged_and_a_program_is_not_believed():
    made = shop()
    for key in range(20, 23):
        made.store.rows(Site)[key] = site(key, place(4), revs=(1,))
    outcome = made.do(c.LocateSite(1, place(4)))
    assert "4 different addresses share that point" in outcome.warnings[0]
    assert made.store.rows(Site)[1].place.precision is P.PIN
    made.store.rows(Site)[1] = replace(made.store.rows(Site)[1], place=None)
    made.do(c.LocateSite(1, place(4, P.HOUSE), "photon"))
    assert made.store.rows(Site)[1].place.precision is P.PLACE


def test_coordinates_typed_at_intake_are_a_pin():
    made = _site({"address": "40.1,-82.9", "city": "Columbus, OH"}, type("C", (), {"site": None})())
    assert made.place == Place(40.1, -82.9, P.PIN)
    assert _site({"address": "12 Elm St"}, type("C", (), {"site": None})()).place is None


# one knowledge for boards and acts

KNOWN = Knowledge(
    Typicals.of([Case("REPAIR", 1, 60, 100)] * 6, 5),
    Drives({"estimate": Correction((1.8,) * 5, 300)}, cases=300),
)


def judged(made: DeskShop, knowledge: Knowledge) -> tuple[Consequences, Consequences]:
    """What the board says before a drop, and what the act says in the transaction."""
    keeper = BoardKeeper(made.store.board(TODAY), NOON, knowledge)
    call = made.call(5)
    wanted = visit(9, "14:25", call_id=5)
    found = []

    def handler(ws):
        ws.knowledge = knowledge
        found.append(weighed(ws, ws.get(Technician, 1), call, wanted))
        return c.Outcome("", 0)

    made.store.write(Act(c.LeaveAlone(1), "ann"), handler, NOON)
    return keeper.weigh(call, wanted), found[0]


@pytest.mark.parametrize("knowledge", [Knowledge(), KNOWN])
def test_an_act_warns_of_what_the_board_showed(knowledge):
    made = shop()
    board, act = judged(made, knowledge)
    assert board == act


def test_what_was_learnt_makes_the_difference():
    bare, known = judged(shop(), Knowledge())[1], judged(shop(), KNOWN)[1]
    assert not [each for each in bare.remarks if "late" in each.text]
    # the visit at 13:00 takes 100 minutes, not 60, and drives take longer
    assert "Ana arrives 21m late" in [each.text for each in known.remarks]


def test_the_handler_is_handed_the_desks_knowledge():
    made = shop()
    act = Act(c.PlaceCall(5, 1, at("14:25")), "ann")
    assert "Ana arrives 21m late" in made.store.write(act, handler_of(act, KNOWN), NOON).warnings
    bare = shop()
    assert "Ana arrives 21m late" not in bare.store.write(act, handler_of(act), NOON).warnings
