import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dispatch_tui.core.telling.opting import asks_to_start, asks_to_stop, says_cancel

THE_SEVEN = ("stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe")


@pytest.mark.parametrize("word", THE_SEVEN)
@pytest.mark.parametrize(
    "said", ["{}", "{}.", "  {}!!", "'{}'", '"{}"', "please {}", "{} please", "{}, thanks", "\x1b[1m{}\x00"]
)
def test_each_of_the_seven_words_stops_texts_with_any_punctuation_and_manners(word: str, said: str):
    assert asks_to_stop(said.format(word))
    assert asks_to_stop(said.format(word.upper()))
    assert asks_to_stop(said.format(word.title()))


@pytest.mark.parametrize("text", [
    "STOP STOP STOP", "stopall", "Opt-out", "ｓｔｏｐ", "stop it", "please stop texting me", "no more texts",
    "Stop sending me texts", "stop sending me these", "Can you stop texting me?", "Don't text me",
    "Please don’t text me.", "do not text me anymore", "I don't want any more messages",
    "I no longer wish to receive texts", "I don't want you to text me", "I want you to stop texting me",
    "take me off your list", "remove my number", "unsubscribe me please", "please stop all messages",
    "I'd like to opt out of these texts", "cancel the texts", "End texts", "quit texting",
    "stop messaging us", "stop contacting me", "I revoke my consent", "Stop. Thanks.",
    "never text this number again", "baja", "Baja por favor", "parar", "alto", "cancelar", "dar de baja",
    "Denme de baja", "no más",
    "dejen de mandar mensajes", "Dejen de escribirme", "no quiero más mensajes", "No me manden más mensajes",
    "ya no me escriban", "Por favor paren los mensajes", "quítenme de la lista", "no deseo recibir mensajes",
])  # fmt: skip
def test_any_reasonable_wording_stops_texts(text: str):
    assert asks_to_stop(text)
    assert not asks_to_start(text)


@pytest.mark.parametrize("text", [
    "", "stop by at 3", "Can you stop by?", "can you cancel the window change?", "cancel my visit",
    "Cancel. I fixed it myself", "it won't stop leaking", "the dog does not stop", "the bus stop is near",
    "don't stop texting me", "why did you stop texting me", "did you stop the messages?", "you dont text me",
    "if you don't text me I will not know", "end of the day works", "I got no more texts, are you coming?",
    "I don't want to miss your text", "take me off the schedule", "stop sending the technician",
    "I did not unsubscribe", "no more leaks, thanks", "please text me", "cancel that message I sent",
    "if you dont want to text, call", "para las 3", "la planta baja", "alto voltaje",
    "si no me escriben llamo", "no me manden a ese técnico", "yes", "ok", "20", "done", "listo", "terminado",
    "START", "?", "you will get no more texts from us. Say START to get them again.",
])  # fmt: skip
def test_what_is_about_something_else_stops_nothing(text: str):
    assert not asks_to_stop(text)


@pytest.mark.parametrize("text", [
    "start", "START.", "Start please", "UNSTOP", "yes, start", "start again", "Start texting me again",
    "you can text me again", "resume messages", "opt me back in", "alta", "darme de alta", "resubscribe",
    "can you start texting me again?", "reanuden los mensajes",
])  # fmt: skip
def test_texts_may_come_again(text: str):
    assert asks_to_start(text)
    assert not asks_to_stop(text)


@pytest.mark.parametrize("text", [
    "", "start at 3", "can you start the work earlier", "yes", "don't start texting me", "did you start it?",
    "I will start dinner", "stop", "stop, then start", "the car does not start",
])  # fmt: skip
def test_what_is_no_start(text: str):
    assert not asks_to_start(text)


@pytest.mark.parametrize("text", [
    "cancel", "CANCEL!", "please cancel my visit", "I cancelled it", "cancelar", "Quiero cancelar la cita",
    "cancelación", "ｃａｎｃｅｌ", "can\x00cel",
])  # fmt: skip
def test_cancel_anywhere_may_mean_the_visit(text: str):
    assert says_cancel(text)


@pytest.mark.parametrize("text", ["", "stop", "can cell phones", "uncancel-free", "chancel"])
def test_where_there_is_no_cancel(text: str):
    assert not says_cancel(text)


@given(st.text(max_size=400))
@example("stop" * 5000)
@example("no " * 5000 + "texts")
def test_any_text_is_taken_and_never_means_both(text: str):
    assert not (asks_to_stop(text) and asks_to_start(text))
    assert says_cancel(text) in (True, False)


@given(st.sampled_from(THE_SEVEN), st.lists(st.booleans(), min_size=11, max_size=11), st.data())
def test_the_seven_words_stop_however_they_are_written(word: str, upper: list[bool], data: st.DataObject):
    typed = "".join(char.upper() if big else char for char, big in zip(word, upper, strict=False))
    around = st.text(" .!,;:'\"*-\t\n", max_size=5)
    assert asks_to_stop(data.draw(around) + typed + data.draw(around))
