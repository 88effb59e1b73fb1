"""How an SMS is put together from a text, a clinic and a question."""

import pytest

from coaching.core.programme import Programme
from coaching.core.sms_text import measure
from coaching.core.wording import (
    PIECES,
    SYSTEM_TEXTS,
    compose_sms,
    dose_words,
    nudge_email,
    nudge_sms,
    pause_words,
    system_email,
    system_sms,
)

VALUES = {
    "first_name": "Zoë",
    "clinic_name": "MoveWell",
    "clinic_phone": "035 123 45 67",
    "walk_minutes": 8,
    "steps_up": False,
    "dose_words": "elke dag een tip",
    "pause_words": "3 dagen",
    "own_time": "18:30",
    "days": 3,
    "by_email": False,
}


def test_a_nudge_that_asks_ends_with_the_question(low_back: Programme) -> None:
    nudge = low_back.nudge("calm-walk")
    text = next(text for text in low_back.texts if text.id == "calm-walk-4")
    assert nudge_sms(low_back, nudge, text, "nl", VALUES) == (
        "MoveWell: Kunt u tijdens het lopen nog gewoon praten? Dan is uw tempo goed. Blijf binnen uw grenzen. "
        "Gelukt? JA/NEE"
    )
    assert nudge_sms(low_back, nudge, text, "en", VALUES).endswith(" Done? YES/NO")


def test_a_check_in_asks_in_its_own_words_only(low_back: Programme) -> None:
    nudge = low_back.nudge("calm-check-in")
    [text] = low_back.texts_for(nudge)
    assert nudge_sms(low_back, nudge, text, "nl", VALUES).endswith("Antwoord met een getal van 0 tot 7.")


def test_names_lose_their_marks_in_an_sms_and_keep_them_in_a_mail(low_back: Programme) -> None:
    assert compose_sms("Dag {{ first_name }}.", VALUES) == "MoveWell: Dag Zoe."
    assert "Zoe." in system_sms(low_back, "welcome", "nl", VALUES)
    assert "Zoë." in system_email(low_back, "welcome", "nl", VALUES)


def test_a_mail_has_neither_the_prefix_nor_the_question(low_back: Programme) -> None:
    text = next(text for text in low_back.texts if text.id == "calm-walk-4")
    assert nudge_email(text, "en", VALUES) == (
        "Can you still talk while walking? Then your pace is right. Stay within your limits."
    )


def test_dose_and_pause_are_said_in_words(low_back: Programme) -> None:
    assert dose_words(low_back, "daily", "nl") == "elke dag een tip"
    assert [pause_words(low_back, days, "nl") for days in (1, 3, None)] == ["1 dag", "3 dagen", "voorlopig"]
    assert [pause_words(low_back, days, "en") for days in (1, 3, None)] == ["for 1 day", "for 3 days", "for now"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("text_id", sorted(SYSTEM_TEXTS.keys() - PIECES))
def test_every_system_text_is_one_sms_that_names_what_it_should(
    low_back: Programme, text_id: str, language: str
) -> None:
    sms = system_sms(low_back, text_id, language, VALUES)
    assert measure(sms).segments == 1
    assert "{" not in sms


@pytest.mark.parametrize(
    "text_id", ["optin", "welcome", "help", "unparsed", "urgent", "emergency", "distress", "same_day"]
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_texts_that_may_reach_somebody_in_trouble_name_112(low_back: Programme, text_id: str, language: str) -> None:
    assert "112" in system_sms(low_back, text_id, language, VALUES)
