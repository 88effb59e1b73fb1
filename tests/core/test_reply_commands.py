"""Pauses, commands, times and numbers of days: what of a reply is carried out or counted by number."""

from datetime import time

import pytest

from coaching.core.replies import Command, Context, understand


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(
            ("PAUZE", 7),
            ("pauze 3", 3),
            ("pauze 2 weken", 14),
            ("pause 2 weeks", 14),
            ("Pauze van een week graag", 7),
            ("pauze 100", 60),
            ("Pauze 0", 1),
        ),
        *(
            ("even pauze aub", 7),
            ("vandaag pauze", 1),
            ("pause for 10 days please", 10),
            ("pauze drie dagen", 3),
            ("Pauze!", 7),
            ("pauez", 7),
        ),
    ],
)
@pytest.mark.parametrize("context", Context)
def test_a_pause_has_a_length_and_its_number_answers_no_question(text: str, days: int, context: Context) -> None:
    understood = understand(text, context, "nl")
    assert (understood.commands, understood.pause_days, understood.answer) == ((Command.PAUSE,), days, None)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        *((text, Command.RESUME) for text in ("verder", "VERDER!", "resume", "ga verder", "weer verder")),
        *(
            (text, Command.LESS)
            for text in ("minder", "MINDER AUB", "minder berichten", "te veel berichten", "fewer messages", "less")
        ),
        *((text, Command.MORE) for text in ("meer", "meer berichten graag", "more", "vaker")),
        *((text, Command.HELP) for text in ("help", "HULP", "info?", "Help me")),
        *((text, Command.LINK) for text in ("link", "stuur link aub", "Mijn pagina", "send me the link")),
        *((text, Command.START) for text in ("START", "unstop", "start weer")),
    ],
)
def test_commands_are_understood_in_both_languages(text: str, command: Command) -> None:
    assert understand(text, Context.NONE, "en").commands == (command,)


@pytest.mark.parametrize(
    "text",
    [
        "minder pijn",
        "meer pijn",
        "minder last door de tips",
        "ik kwam niet verder",
        "in de pauze gelopen",
        "ik start morgen met wandelen",
    ],
)
def test_a_story_is_no_command(text: str) -> None:
    understood = understand(text, Context.NONE, "nl")
    assert (understood.commands, understood.unclear) == ((), True)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        *(
            ("18:30", time(18, 30)),
            ("18.30", time(18, 30)),
            ("18u30", time(18, 30)),
            ("half zeven", time(18, 30)),
            ("kwart over zes", time(18, 15)),
        ),
        *(
            ("om half acht 's avonds", time(19, 30)),
            ("liever om 19 uur", time(19)),
            ("8 uur 's avonds", time(20)),
            ("6:30 pm", time(18, 30)),
            ("6pm", time(18)),
        ),
        *(
            ("half past six", time(18, 30)),
            ("quarter past six", time(18, 15)),
            ("tien over half vijf", time(16, 40)),
            ("9 uur", time(9)),
            ("7:30", time(7, 30)),
        ),
        *(
            ("8 uur", None),
            ("half negen", None),
            ("om 18:30 gelopen", None),
            ("25:10", None),
            ("18:30 of 19:30", None),
            ("3 uur gelopen", None),
        ),
    ],
)
def test_a_time_is_taken_only_when_it_is_asked_for_and_certain(text: str, at: time | None) -> None:
    understood = understand(text, Context.NONE, "nl")
    assert (understood.time, understood.unclear) == (at, at is None)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *(
            ("5", 5),
            ("5 dagen", 5),
            ("vijf", 5),
            ("five", 5),
            ("5x", 5),
            ("5/7", 5),
            ("5 van de 7", 5),
            ("drie van de zeven", 3),
            ("5️⃣", 5),
            ("٥", 5),
        ),
        *(
            ("elke dag", 7),
            ("elke dag behalve zondag", 6),
            ("every day except sunday", 6),
            ("all but one", 6),
            ("alle dagen op 1 na", 6),
            ("twice", 2),
        ),
        *(
            ("0", 0),
            ("geen", 0),
            ("helemaal niet", 0),
            ("geen enkele dag", 0),
            ("een keer", 1),
            ("één", 1),
            ("maandag en woensdag", 2),
            ("ma di do", 3),
        ),
        *(
            ("5 dagen 30 minuten", 5),
            ("week 3: 4 dagen", 4),
            ("zes dgn", 6),
            ("Vijf, ging goed", 5),
            ("3 keer deze week", 3),
            ("5 out of 7", 5),
        ),
        *(
            ("8", None),
            ("3 of 4", None),
            ("3-4", None),
            ("3,5", None),
            ("-2", None),
            ("ja", None),
            ("een paar", None),
            ("bijna elke dag", None),
        ),
        *(
            ("10 minuten", None),
            ("2 dagen gemist", None),
            ("6 dagen, zondag niet", 6),
            ("all week", 7),
            ("misschien 5", None),
            ("5?", None),
            ("12345678901234567890", None),
        ),
    ],
)
def test_days_out_of_seven_are_read_in_figures_and_words(text: str, days: int | None) -> None:
    understood = understand(text, Context.DAYS_0_7, "nl")
    assert (understood.answer, understood.unclear) == (days, days is None)


def test_the_language_decides_where_the_same_words_mean_two_things() -> None:
    assert understand("6 of 7", Context.DAYS_0_7, "en").answer == 6
    assert understand("6 of 7", Context.DAYS_0_7, "nl").answer is None


@pytest.mark.parametrize("context", [Context.YES_NO, Context.CONFIRM, Context.NONE])
def test_a_number_answers_only_the_question_that_asked_for_one(context: Context) -> None:
    understood = understand("5", context, "nl")
    assert (understood.answer, understood.commands, understood.unclear) == (None, (), True)
