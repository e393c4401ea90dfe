from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.shifts import local_date, local_instant, local_minute
from dispatch_tui.core.telling.answers import Answer, parse_answer
from dispatch_tui.core.timewords import length_text
from tests.core.builders import NEW_YORK, at, instants, minutes, zones

NOW = at("13:50")
DONE, UNSURE = Answer(done=True), Answer(unsure=True)


def said(text: str, now: datetime = NOW) -> Answer | None:
    return parse_answer(text, now, NEW_YORK)


@pytest.mark.parametrize(("text", "left"), [
    ("20", 20), ("20m", 20), ("20 min", 20), ("20 mins.", 20), ("20 minutes", 20), ("20 minutos", 20),
    ("1h", 60), ("2 hours", 120), ("1hr", 60), ("1h30", 90), ("1h 30m", 90), ("1 hour and 30 minutes", 90),
    ("1 hora y 10 minutos", 70), ("1:30", 90), ("0:45", 45), ("1:30h", 90), ("1.5h", 90), ("1,5 horas", 90),
    ("½ hour", 30), ("1½ hours", 90), ("1/2 hour", 30), ("half an hour", 30), ("a half hour", 30),
    ("an hour", 60), ("one hour", 60), ("una hora", 60), ("media hora", 30), ("hour and a half", 90),
    ("an hour and a half", 90), ("two and a half hours", 150), ("una hora y media", 90), ("hora y media", 90),
    ("quarter of an hour", 15), ("un cuarto de hora", 15), ("three quarters of an hour", 45), ("0", 0),
    ("twenty", 20), ("Twenty-five min", 25), ("treinta y cinco minutos", 35), ("quince", 15),
    ("about 20 min thanks", 20), ("Hi, I think about 20 min or so, thanks", 20), ("ok 20", 20), ("~20", 20),
    ("I need 20 minutes please", 20), ("I'll need 20", 20), ("20 to go", 20),
    ("20 min left", 20), ("20 min from now", 20), ("it'll take about 40", 40), ("unos veinte minutos", 20),
    ("Necesito 20 minutos, gracias", 20), ("me faltan 20", 20), ("más o menos 40", 40), ("en 15", 15),
    ("done in 10", 10), ("I'll be done in about 15", 15), ("ready in half an hour", 30), ("listo en 10", 10),
    ("20 👍", 20), ("２０", 20), ("٢٠ min", 20), ("  20\n", 20), ("\x1b[31m20\x1b[0m", 20), ("20\x00", 20),
    ("20\u200e", 20), ("TWENTY MIN", 20), ("240", 240), ("600 min", 600), ("24h", 1440),
])  # fmt: skip
def test_a_length_is_the_time_left_from_now(text: str, left: int):
    assert said(text) == Answer(minutes=left)


@pytest.mark.parametrize(("text", "further"), [
    ("5 more", 5), ("5 more minutes", 5), ("5 min more", 5), ("5 extra", 5),
    ("another 20", 20), ("I need 20 more minutes", 20), ("one more hour", 60), ("another hour", 60),
    ("another half hour", 30), ("half an hour more", 30),
    ("5 más", 5), ("5 minutos más por favor", 5), ("otros 10 minutos", 10), ("otra hora", 60),
    ("media hora más", 30), ("otra media hora", 30), ("about 10 more thanks", 10),
])  # fmt: skip
def test_more_is_what_is_still_to_come(text: str, further: int):
    """The question is how much longer they need: "5 more" is five minutes from now."""
    assert said(text) == Answer(minutes=further)


@pytest.mark.parametrize("text", ["around 2", "about 4", "4:15", "10:30", "by 3 or so, or 5"])
def test_what_may_be_a_time_of_day_or_a_length_is_for_a_person(text: str):
    assert said(text) is None


@pytest.mark.parametrize(("text", "extra"), [
    ("+5", 5), ("+ 5 min", 5), ("+1:30", 90), ("20 more than planned", 20), ("10 longer than expected", 10),
])  # fmt: skip
def test_a_plus_comes_on_top_of_what_was_expected(text: str, extra: int):
    assert said(text) == Answer(minutes=extra, more=True)


@pytest.mark.parametrize(("text", "clock"), [
    ("till 3", "15:00"), ("until 3", "15:00"), ("til 3:30", "15:30"), ("by 15:30", "15:30"), ("@3", "15:00"),
    ("at 3", "15:00"), ("until about 3", "15:00"), ("hasta las 3", "15:00"), ("a las 3 y media", "15:30"),
    ("hasta las 3 de la tarde", "15:00"), ("till 1530", "15:30"), ("till 330", "15:30"), ("3pm", "15:00"),
    ("3 p.m.", "15:00"), ("2:30 PM", "14:30"), ("by 3 o'clock", "15:00"), ("half past 2", "14:30"),
    ("quarter to 3", "14:45"), ("done by 3", "15:00"), ("I'll be finished at 3 thanks", "15:00"),
    ("until 2", "14:00"), ("till 13:51", "13:51"), ("at 15", "15:00"), ("para las 4", "16:00"),
    ("done before 3", "15:00"), ("till 11 pm", "23:00"),
])  # fmt: skip
def test_a_clock_time_is_counted_from_now(text: str, clock: str):
    assert said(text) == Answer(minutes=(at(clock) - NOW) // minutes(1))


def test_the_next_such_time_is_meant():
    wednesday = date(2026, 11, 25)
    assert said("till 3", at("15:00")) == Answer(minutes=12 * 60)
    assert said("till 3", at("23:30")) == Answer(minutes=210)
    assert said("till 15:00", at("15:10")) == Answer(
        minutes=(at("15:00", wednesday) - at("15:10")) // minutes(1)
    )
    assert said("till noon", at("11:15")) == Answer(minutes=45)
    assert said("until midnight", at("23:15")) == Answer(minutes=45)


def test_a_begun_minute_counts():
    assert said("till 3", at("14:30") + minutes(0.5)) == Answer(minutes=30)


def test_clocks_that_change():
    autumn = date(2026, 11, 1)
    first = at("1:10", autumn)
    assert said("till 1:30", first) == Answer(minutes=20)
    assert said("till 1:30", first + minutes(60)) == Answer(minutes=20)
    assert said("till 3", at("1:30", date(2026, 3, 8))) == Answer(minutes=30)


@pytest.mark.parametrize("text", [
    "done", "Done!", "finished", "all set", "All done, thanks", "I'm done", "just finished", "it's done",
    "complete", "all done now", "wrapped up", "listo", "Terminado", "ya terminé", "he terminado, gracias",
    "yes, done", "DONE 👍",
])  # fmt: skip
def test_done(text: str):
    assert said(text) == DONE


@pytest.mark.parametrize("text", [
    "?", "??", "¿?", " ? ", "not sure", "Not sure yet, sorry", "I don't know", "don’t know", "no idea", "idk",
    "hard to say", "no sé", "No lo sé", "ni idea", "not sure?",
])  # fmt: skip
def test_unsure(text: str):
    assert said(text) == UNSURE


@pytest.mark.parametrize("text", [
    "", " ", "ok", "yes", "thanks", "👍", "!", ".", "20 or maybe 60, customer wants a quote", "call me",
    "20?", "done?", "20-30", "20 30", "20 or 30", "20/30", "-5", "maybe 20", "at least 20", "less than 20",
    "20ish",
    "not done", "not done yet", "almost done", "about done", "will be done", "done I think", "be there in 20",
    "25h", "1441 min", "till 25", "till 3:75", "15:30", "8:30", "1430", "430", "999", "1.5", "20²", "2 days",
    "20 min. The customer wants a quote", "need 20 parts", "call 412", "still here", "ya", "no",
    "done at 1:45", "20" + " " * 300 + "call me", "20 " * 200, "noon thursday", "on my way", "+", "another",
    "+25h", "more",
])  # fmt: skip
def test_what_is_not_plain_is_not_guessed(text: str):
    assert said(text) is None


@given(st.integers(0, 1440), st.sampled_from(["{}", " {} ", "{}!", "about {} thanks", "{} or so", "Hi, {}."]))
def test_a_length_comes_back_as_it_was_shown(left: int, around: str):
    assert said(around.format(length_text(left))) == Answer(minutes=left)
    assert said(around.format(f"{left} min")) == Answer(minutes=left)
    assert said(around.format(f"+{length_text(left)}")) == Answer(minutes=left, more=True)


@given(st.integers(0, 240))
def test_a_bare_number_is_minutes(left: int):
    assert said(str(left)) == Answer(minutes=left)


@given(st.integers(1441, 9999))
def test_more_than_a_day_is_no_answer(left: int):
    assert said(f"{left} min") is None
    assert said(f"+{left} min") is None


@given(instants, zones, st.integers(0, 23), st.integers(0, 59))
def test_a_clock_time_leads_to_that_time_by_that_clock(now, zone: ZoneInfo, hour: int, minute: int):
    answer = parse_answer(f"till {hour:02}:{minute:02}", now, zone)
    if answer is None:  # a day of 25 hours: later than a day from now
        return
    assert answer.minutes is not None
    assert 1 <= answer.minutes <= 1440
    then = (now + minutes(answer.minutes)).replace(second=0)
    # a bare ten, eleven or twelve may be of either half of the day
    wanted = (
        {hour * 60 + minute, (hour + 12) % 24 * 60 + minute} if 10 <= hour <= 12 else {hour * 60 + minute}
    )
    day = local_date(then, zone)
    assert local_minute(then, zone) in wanted or then in {local_instant(day, each, zone) for each in wanted}


WORDS = (
    "20 5 1:30 1h 3 about another more + min hour half an and a till at pm done not sure ? thanks ok las "
    "hasta h m in 99999 1441 quarter past y media una"
)
VOCABULARY = st.sampled_from(WORDS.split())


@given(st.text(max_size=200) | st.lists(VOCABULARY, max_size=8).map(" ".join), instants, zones)
@example("9" * 150, NOW, NEW_YORK)
@example("hi " * 50, NOW, NEW_YORK)
@example("till 99:99", NOW, NEW_YORK)
def test_any_text_is_taken_and_what_is_understood_makes_sense(text: str, now: datetime, zone: ZoneInfo):
    answer = parse_answer(text, now, zone)
    if answer is None:
        return
    assert [answer.minutes is not None, answer.done, answer.unsure].count(True) == 1
    assert answer.minutes is None or 0 <= answer.minutes <= 1440
    assert not answer.more or answer.minutes is not None


@given(st.sampled_from(["20", "1h30", "done", "not sure", "5 more", "till 3"]), st.data())
def test_control_characters_are_harmless(text: str, data: st.DataObject):
    controls = st.text(st.sampled_from("\x00\x07\x08\x7f\u200b\u200e\u202e\ufeff"), max_size=3)
    dirty = "".join(char + data.draw(controls) for char in text)
    assert said(dirty) == said(text)


def test_midnight_of_another_zone():
    now = datetime(2026, 7, 1, 18, 0, tzinfo=UTC)
    assert parse_answer("till 21", now, ZoneInfo("Europe/Berlin")) == Answer(minutes=60)
