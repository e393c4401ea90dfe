import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dispatch_tui.core.errors import Ambiguous, DispatchError, Usage
from dispatch_tui.core.model import CallPhase, Technician
from dispatch_tui.core.status import ACTS
from dispatch_tui.core.verbs import (
    BY_NAME,
    VERBS,
    WORDS,
    CallRef,
    CallWord,
    Here,
    Kind,
    Lexicon,
    Parsed,
    Question,
    TechnicianRef,
    asked_after,
    complete,
    parse,
    spelled,
    verb_named,
)
from tests.core.builders import call, customer, day_of, tech

ANA = Technician("T3", "Ana Lopez", id=3)
BEN = Technician("T5", "Ben Okafor", id=5)
ANDY = Technician("T12", "Andy Marsh", id=12)
CALLS = tuple(CallWord(number, f"Customer {number}", number == 4112) for number in (4112, 4115, 4222))
LEX = Lexicon((ANA, BEN, ANDY), CALLS, {"10-8": "back"})


def said(line, lexicon=LEX):
    return parse(line, lexicon)


def values(line):
    found = said(line)
    assert isinstance(found, Parsed), found
    return found.verb, dict(found.values)


# the table


def test_no_two_verbs_share_a_word():
    words = [word for verb in VERBS for word in (verb.name, *verb.synonyms)]
    assert len(words) == len(set(words)) == len(WORDS)
    assert all(word == word.casefold() for word in words)


def test_every_status_of_the_table_of_states_can_be_said():
    assert set(ACTS) <= set(BY_NAME)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verbs_example_means_that_verb(verb):
    numbers = tuple(CallWord(number) for number in (412, 415))
    found = said(verb.example, Lexicon((ANA, BEN), numbers))
    assert isinstance(found, Parsed)
    assert found.verb == verb.name


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_what_must_be_said_has_a_question(verb):
    for arg in verb.args:
        assert arg.prompt or not arg.required
        assert not arg.unless or arg.unless in {other.name for other in verb.args}
    assert bool(verb.any_of) == bool(verb.any_prompt)


# lines


@pytest.mark.parametrize(
    ("line", "verb", "given_"),
    [
        ("done t3", "done", {"subject": TechnicianRef(3, "T3")}),
        ("t3 done", "done", {"subject": TechnicianRef(3, "T3")}),
        ("DONE Ana", "done", {"subject": TechnicianRef(3, "T3")}),
        ("t3 +30", "more", {"subject": TechnicianRef(3, "T3"), "length": "+30"}),
        ("more t3 30", "more", {"subject": TechnicianRef(3, "T3"), "length": "30"}),
        ("t3 left 20", "left", {"subject": TechnicianRef(3, "T3"), "length": "20"}),
        ("os t3", "onsite", {"subject": TechnicianRef(3, "T3")}),
        ("10-8 t3", "back", {"technician": TechnicianRef(3, "T3")}),
        ("at 10:05 onsite t3", "onsite", {"subject": TechnicianRef(3, "T3"), "at": "10:05"}),
        ("onsite t3 at 10:05", "onsite", {"subject": TechnicianRef(3, "T3"), "at": "10:05"}),
        (
            "move 4112 t5 15:00",
            "move",
            {"call": CallRef(4112), "technician": TechnicianRef(5, "T5"), "when": "15:00"},
        ),
        (
            "move.4112.t5.15:00",
            "move",
            {"call": CallRef(4112), "technician": TechnicianRef(5, "T5"), "when": "15:00"},
        ),
        ("move 4112 +30", "move", {"call": CallRef(4112), "when": "+30"}),
        ("swap 4112 and 4115", "swap", {"call": CallRef(4112), "other": CallRef(4115)}),
        ("cannot 4112 no part", "cannot", {"subject": CallRef(4112), "why": "no part"}),
        ('note 4112 "dog in the yard"', "note", {"subject": CallRef(4112), "text": "dog in the yard"}),
        (
            "hold 4112 waiting for part until fri",
            "hold",
            {"call": CallRef(4112), "why": "waiting for part", "until": "fri"},
        ),
        ("lock 4112 ti", "lock", {"call": CallRef(4112), "lock": "time"}),
        ("undo 3", "undo", {"count": "3"}),
        ("undo", "undo", {}),
    ],
)
def test_lines_as_people_type_them(line, verb, given_):
    assert values(line) == (verb, given_)


@pytest.mark.parametrize("line", ["t3", "4112", "#4112"])
def test_a_bare_object_means_go(line):
    assert said(line).verb == "go"


@pytest.mark.parametrize(
    ("line", "sure"),
    [("unplace 4112", False), ("unplace 4112 !", True), ("unplace! 4112", True), ("ack t3 !", False)],
)
def test_a_bang_accepts_warnings_where_there_are_any(line, sure):
    assert said(line).sure is sure


def test_the_order_of_arguments_is_free():
    assert said("move 15:00 t5 4112") == said("4112 move t5 15:00") == said("move 4112 t5 15:00")


# names


@pytest.mark.parametrize(
    ("word", "who"), [("t3", 3), ("T3", 3), ("ana", 3), ("okafor", 5), ("ben o", 5), ("be", 5)]
)
def test_technicians_by_code_or_name(word, who):
    assert LEX.technician(word, loose=True).id == who


def test_a_code_is_never_taken_for_the_beginning_of_another():
    lexicon = Lexicon((Technician("T1", "X", id=1), Technician("T12", "Y", id=12)))
    assert lexicon.technician("t1", loose=True).id == 1


def test_an_ambiguous_word_lists_the_candidates():
    with pytest.raises(Ambiguous) as caught:
        said("done an")
    assert "T3 Ana Lopez" in caught.value.message
    assert "T12 Andy Marsh" in caught.value.message
    assert caught.value.hint


def test_beginnings_count_only_where_asked_for():
    assert LEX.technician("be", loose=False) is None
    assert LEX.technician("nobody", loose=True) is None


def test_the_last_digits_of_a_call_will_do():
    assert LEX.call("222") == CallRef(4222)
    assert LEX.call("4112") == CallRef(4112)
    assert LEX.call("9") == CallRef(9)
    with pytest.raises(Ambiguous, match="4112 or 4222"):
        LEX.call("2")


def test_the_names_of_a_day():
    day = day_of(
        technicians=(tech(2), tech(1), tech(3, active=False)),
        calls=(call(7, phase=CallPhase.OPEN), call(5, phase=CallPhase.SCHEDULED)),
        customers=(customer(1),),
    )
    lexicon = Lexicon.of(day, Here(call=5))
    assert [one.code for one in lexicon.technicians] == ["T1", "T2"]
    assert [(word.number, word.shown, word.waiting) for word in lexicon.calls] == [
        (5, "Customer 1 REPAIR", False),
        (7, "Customer 1 REPAIR", True),
    ]
    assert lexicon.here.call == 5


# what is missing


def test_what_is_missing_is_asked_for_in_its_place():
    found = said("place 4112 14:30")
    assert isinstance(found, Question)
    assert values(found.answered("t5")) == values("place 4112 t5 14:30")


def test_an_answer_completes_the_line():
    found = said("hold 4112 until fri")
    assert isinstance(found, Question)
    assert values(found.answered("waiting for part"))[1]["until"] == "fri"


def test_a_further_question_goes_right_after_its_argument():
    moved = said("move 4112 fri t5 !")
    asked = asked_after(moved, "when", "what time?")
    assert asked.prompt == "what time?"
    assert asked.answered("14:30").startswith("move 4112 T5 fri 14:30")
    assert said(asked.answered("14:30")).words("when") == "fri 14:30"
    assert said(asked.answered("14:30")).sure


def test_what_is_under_the_cursor_stands_in_but_not_for_what_is_dangerous():
    here = Lexicon((ANA,), CALLS, here=Here(call=4112, technician=3))
    assert said("ack", here).call("subject") == 4112
    assert said("back", here).technician() == 3
    assert isinstance(said("cancel", here), Question)
    assert all(isinstance(said(verb.name, here), Question) for verb in VERBS if verb.dangerous)


# wrong words


@pytest.mark.parametrize(
    "line", ["", "   ", "frobnicate", "done nobody", "undo 0", "t3 frobnicate", "x" * 5000]
)
def test_wrong_words_are_wrong_usage_with_a_hint(line):
    with pytest.raises(Usage) as caught:
        said(line)
    assert caught.value.hint


def test_a_near_miss_names_the_verb():
    with pytest.raises(Usage, match="did you mean unplace"):
        said("unplcae 4112")


def test_the_beginning_of_a_verb_will_do_and_of_two_will_not():
    assert said("onsi t3").verb == "onsite"
    with pytest.raises(Ambiguous):
        said("re t3")
    assert verb_named("unp").name == "unplace"
    with pytest.raises(Usage):
        verb_named("zzz")


# properties

pieces = st.sampled_from(
    [
        *WORDS,
        *("t3", "ana", "an", "4112", "#4115", "2", "14:30", "+30", "-15", "fri"),
        *("13-15", "am", "best", "until", "from", "at", "for", "!", "to", "time"),
        *["lunch", '"', ".", "1h", "24.11", "10-8", "²", "٣", "9999-12-31"],
        *("tomorrow 8", '"a note"', "9" * 400, "until 9999-12-31"),
    ]
)
lines = st.lists(pieces | st.text(max_size=8), max_size=7).map(" ".join)
BUSY = Lexicon((ANA, BEN, ANDY), CALLS, {"10-8": "back"}, Here(4112, 5))
lexicons = st.sampled_from([LEX, BUSY, Lexicon()])


@settings(max_examples=300)
@given(lines, lexicons)
@example('note 4112 "', LEX)
@example("at", LEX)
@example("undo " + "9" * 5000, LEX)
def test_any_line_is_understood_asked_about_or_refused_with_a_hint(line, lexicon):
    hint = "understood"
    found: Parsed | Question | None = None
    try:
        found = parse(line, lexicon)
    except (Usage, Ambiguous) as error:
        hint = error.hint
    assert hint
    if found is None:
        return
    if isinstance(found, Question):
        assert found.prompt
    else:
        names = [name for name, _ in found.values]
        assert names == [arg.name for arg in BY_NAME[found.verb].args if arg.name in names]


@settings(max_examples=300)
@given(lines, lexicons)
def test_what_was_understood_is_spelled_out_and_read_back_the_same(line, lexicon):
    try:
        found = parse(line, lexicon)
    except DispatchError:
        return
    if isinstance(found, Parsed):
        assert parse(spelled(found), lexicon) == found


@settings(max_examples=300)
@given(lines, lexicons)
def test_proposals_continue_the_line_as_typed(line, lexicon):
    for one in complete(line, lexicon):
        assert one.line.endswith(f"{one.word} ")
        kept = one.line[: -len(one.word) - 1]
        assert line.startswith(kept)
        assert not re.search(r"\s", line[len(kept) :].lstrip())


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_beginning_of_every_verb_is_completed_to_it(verb):
    words = [one.word for one in complete(verb.name[:3], LEX, limit=99)]
    assert verb.name in words


def test_proposals_for_place_are_the_calls_that_wait():
    assert [one.word for one in complete("place 4", LEX)] == ["4112"]
    assert {one.word for one in complete("move 4", LEX)} == {"4112", "4115", "4222"}


def proposed(line, lexicon=LEX):
    return [one.word for one in complete(line, lexicon, limit=999)]


def test_a_technician_is_proposed_by_code_and_by_name():
    assert proposed("done t") == ["t3", "t5", "t12"]
    assert proposed("done an") == ["ana", "andy"]
    assert "t3" in proposed("")
    assert not {"t3", "t5"} & set(proposed("lock t"))


def test_after_an_object_verbs_are_proposed():
    assert "done" in proposed("t3 ")
    assert "undo" not in proposed("t3 ")


def test_a_choice_proposes_its_words_and_a_reason_the_usual_ones():
    assert proposed("lock 4112 ") == ["time", "tech", "both"]
    assert proposed("lock 4112 t") == ["time", "tech"]
    assert "no part" in proposed("cannot 4112 ")
    assert "until" in proposed("hold 4112 ")


def test_what_has_been_said_is_not_proposed_again():
    assert "t5" in proposed("move 4112 ")
    assert not {"t3", "t5", "t12"} & set(proposed("move 4112 t5 "))


def test_help_proposes_verbs():
    assert proposed("help unp") == ["unplace"]
    assert "unplace" not in proposed("find unp")


def test_no_more_than_the_limit_is_proposed():
    assert len(complete("", LEX, limit=5)) == 5


def test_after_words_that_make_no_sense_nothing_is_proposed():
    assert proposed("frobnicate the ") == []


def test_inside_quotes_nothing_is_proposed():
    assert complete('note 4112 "do', LEX) == []


def test_kinds_of_arguments_are_all_in_use():
    assert {arg.kind for verb in VERBS for arg in verb.args} == set(Kind)
