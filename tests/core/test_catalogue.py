from dispatch_tui.core.catalogue import CALL_TYPES, SKILL_NAMES
from dispatch_tui.core.model import NEW


def test_codes_of_work_are_unique_and_short():
    codes = [kind.code for kind in CALL_TYPES]
    assert len(set(codes)) == len(codes)
    assert all(code.isalpha() and code.isupper() and len(code) <= 8 for code in codes)


def test_every_skill_asked_for_has_a_name_and_every_name_a_use():
    assert {skill for kind in CALL_TYPES for skill in kind.skills} == set(SKILL_NAMES)


def test_every_kind_of_work_takes_time_and_a_skill_and_is_not_stored_yet():
    for kind in CALL_TYPES:
        assert kind.minutes > 0
        assert kind.skills
        assert (kind.id, kind.revs) == (NEW, ())


def test_emergencies_stand_first():
    urgent = [kind.priority.rank == 0 for kind in CALL_TYPES]
    assert urgent == sorted(urgent, reverse=True)
    assert any(urgent)
