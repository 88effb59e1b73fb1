"""What people text back, and what is made of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.replies import RULES, Answer, Command, Context, understand

CONTEXTS = st.sampled_from(Context)
LANGUAGES = st.sampled_from(["nl", "en"])

DONE = """ja | JA! | Ja gelukt 👍 | jaaa | gelukt | gedaan! | yes | done | did it | 👍 | ja hoor | geluktt | geluky | gedan | Yesss 💪 | jep
    viel niet mee maar wel gedaan | half uur gelopen | ging prima | lekker gewandeld | beetje stijf maar gelukt | yep all done!
    bijna vergeten maar gedaan | Ja gelukt. Mag ik ook fietsen? | Gelukt? JA/NEE: ja | alles gedaan | heb het 2x gedaan | zeker weten!
    oefeningen zitten erop | gelukt hoor! was zwaar | Ja, dank u wel | wel gelukt | ЈА | “ja” | ja\u200b | jа hoor"""
PARTLY = """deels | DEELS | half | partly | ja maar niet alles | bijna | een beetje | dels | only did half | I did some of it | niet helemaal
    nee, maar half | maar half gedaan | gedeeltelijk gelukt | not quite | a bit | deels, alleen gelopen | de helft"""
NOT_DONE = """nee | Nee, niet gelukt | neeee | No | nee sorry te druk | niet gelukt vandaag | vandaag niet | helaas niet | nog niet | Nope
    no time today | I forgot | didn't do it | haven’t done it yet | vergetn | nee, morgen weer | kon niet door de regen | lukte niet
    geen tijd gehad | te moe | Nee ik ben ziek | kwam er niet aan toe | niet aan toegekomen | heb mijn oefeningen niet kunnen doen
    no not today | nee dank u | overgeslagen | not really | 👎 | nog niet gedaan
    vandaag helaas niet aan toe gekomen | nee niet gedaan, morgen weer | heb vandaag niets gedaan"""
UNSURE = """ja straks | nog niet, ga straks | ik weet het niet | misschien | Nee hoor, prima gelukt | ja helaas niet | 5 | JA NEE | mwah
    moet ik dit ook doen als ik moe ben? | wo wel do nie | ik ben aan het lopen | Ja ga ik doen | will do | gewandeld maar niet geoefend
    ik heb vandaag gewerkt | Ik stop er vandaag even mee | ja? | ik kan niet plassen | ik ben niet zo moe meer | het ging niet zo goed
    alleen gewandeld | er is iets gebeurd | I did not sleep well | net opgestaan | hoop dat het lukt | wie is dit | verkeerd nummer
    nog niet gedaan, ga zo | I can't walk anymore | benen doen het niet | mijn man heeft het gedaan"""

OPT_OUT = """STOP | stop. | Stop!! | S T O P | s.t.o.p | ЅТОР | stop aub | please stop | STOP, bedankt | stopp | END | quit | Cancel! | REVOKE | Optout
    opt-out | Unsubscribe me | afmelden | AFMELDEN AUB | STOPALL | stop all | wil geen berichten meer | Ik wil geen berichten meer ontvangen
    ik wil deze sms niet meer | stuur mij niets meer | stop met sturen | stop sending me texts | no more messages please | geen sms meer!!
    don't text me anymore | Ja gelukt. STOP | ja gelukt, stop maar met de berichten | ik stop ermee | ik wil stoppen | I want to stop
    laat me met rust | haal mij van de lijst | schrijf me uit | kan ik mij afmelden? | can you stop texting me | stop 🙏 | stop stop stop
    “STOP” | *stop* | doe maar stop | STOP ik kan niet plassen | niet meer sturen | kan ik stoppen met deze berichten? | s\u200bt\u200bop | sto̲p̲ | stop?"""
NO_OPT_OUT = """Ik stop er vandaag even mee | ik stop als het pijn doet | moest halverwege stoppen | bij de bushalte een stop gemaakt
    at the end of the day | I had to stop halfway | stop met wandelen? | geen berichten op zondag | ik krijg geen berichten meer | i stopped
    niet stoppen hoor | don't stop sending messages | ik moet mijn afspraak afmelden | cancel my appointment | stap voor stap | no problem
    als ik stop krijg ik pijn | stop ik te vroeg? | ik wil niet meer leven | wil geen pijn meer | moet ik stoppen als het pijn doet?"""


def listed(text: str) -> list[str]:
    return [one.strip(" ") for line in text.splitlines() for one in line.split(" | ")]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (text, answer)
        for texts, answer in ((DONE, Answer.DONE), (PARTLY, Answer.PARTLY), (NOT_DONE, Answer.NOT_DONE))
        for text in listed(texts)
    ],
)
def test_an_answer_is_understood_as_people_write_it(text: str, answer: Answer) -> None:
    understood = understand(text, Context.YES_NO, "nl")
    assert (understood.answer, understood.commands, understood.unclear) == (answer, (), False)
    assert understood.evidence[-1].rule == "answer"
    assert understood.evidence[-1].words


@pytest.mark.parametrize("text", listed(UNSURE))
def test_what_may_be_an_answer_or_not_is_left_to_a_person(text: str) -> None:
    understood = understand(text, Context.YES_NO, "nl")
    assert (understood.answer, understood.unclear) == (None, True)


@pytest.mark.parametrize("context", Context)
@pytest.mark.parametrize("text", listed(OPT_OUT))
def test_an_opt_out_is_one_whatever_was_asked(text: str, context: Context) -> None:
    assert Command.STOP in understand(text, context, "nl").commands


@pytest.mark.parametrize("text", listed(NO_OPT_OUT))
def test_a_text_with_such_a_word_is_no_opt_out_when_it_speaks_of_something_else(text: str) -> None:
    assert Command.STOP not in understand(text, Context.NONE, "nl").commands


@pytest.mark.parametrize(
    "word", ["stop", "stopall", "unsubscribe", "end", "quit", "cancel", "revoke", "optout", "afmelden"]
)
@given(
    before=st.sampled_from(["", " ", "\n", "“", "*", "..", "👍 "]),
    after=st.sampled_from(["", "!", ".", "…", " 🙏", "?!", "\t", "”"]),
    upper=st.booleans(),
)
def test_an_opt_out_word_alone_always_is_one(word: str, before: str, after: str, upper: bool) -> None:
    text = f"{before}{word.upper() if upper else word.capitalize()}{after}"
    assert understand(text, Context.YES_NO, "nl").commands == (Command.STOP,)


def test_one_text_can_hold_an_answer_and_a_command() -> None:
    understood = understand("Ja gelukt. STOP", Context.YES_NO, "nl")
    assert (understood.answer, understood.commands) == (Answer.DONE, (Command.STOP,))
    assert [one.rule for one in understood.evidence] == ["STOP in capitals", "answer"]
    paused = understand("Ja gelukt, graag pauze 2 weken", Context.YES_NO, "nl")
    assert (paused.answer, paused.commands, paused.pause_days) == (Answer.DONE, (Command.PAUSE,), 14)


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        *(
            (text, (Command.CONFIRM,))
            for text in ("JA", "yes", "Ja graag", "ok", "akkoord", "JA 👍", "is goed", "jaa", "ja, dat wil ik")
        ),
        *((text, (Command.DECLINE,)) for text in ("nee", "nee bedankt", "No")),
        *((text, (Command.STOP,)) for text in ("STOP", "ja stop")),
        *((text, ()) for text in ("Ja?", "wie bent u", "misschien", "5", "JA wat kost het?")),
    ],
)
def test_the_opt_in_text_is_confirmed_only_by_a_clear_yes(text: str, commands: tuple[Command, ...]) -> None:
    understood = understand(text, Context.CONFIRM, "nl")
    assert (understood.commands, understood.answer) == (commands, None)


def test_a_yes_is_seen_in_any_context_because_it_starts_again_for_somebody_who_opted_out() -> None:
    assert all(understand("Yes!", context, "nl").says_yes for context in Context)
    assert not understand("ja gelukt", Context.YES_NO, "nl").says_yes
    assert not understand("bedankt", Context.NONE, "nl").says_yes


@pytest.mark.parametrize(
    "text",
    [
        "Automatisch antwoord: ik ben afwezig",
        "Out of office: done until Monday",
        "Ik rijd momenteel en reageer later",
        "I'm driving, yes",
    ],
)
def test_an_automatic_reply_never_counts_as_an_answer(text: str) -> None:
    understood = understand(text, Context.YES_NO, "nl")
    assert (understood.auto_reply, understood.answer, understood.commands) == (True, None, ())


def test_thanks_needs_nobody_and_an_empty_text_does() -> None:
    assert not understand("Dank u wel!", Context.YES_NO, "nl").unclear
    assert not understand("👍", Context.NONE, "nl").unclear
    assert understand("", Context.NONE, "nl").unclear
    assert understand("🦴", Context.NONE, "nl").unclear


@given(text=st.text(), context=CONTEXTS, language=LANGUAGES)
def test_any_text_is_read_without_an_error(text: str, context: Context, language: str) -> None:
    understood = understand(text, context, language)
    assert understood.pause_days is None or 1 <= understood.pause_days <= 60
    assert (Command.PAUSE in understood.commands) == (understood.pause_days is not None)
    if isinstance(understood.answer, int):
        assert context is Context.DAYS_0_7
        assert 0 <= understood.answer <= 7
    elif understood.answer is not None:
        assert context is Context.YES_NO
    decided = understood.commands or understood.answer is not None or understood.time or understood.auto_reply
    assert not (decided and understood.unclear)
    assert not decided or understood.evidence


WORDS = listed(
    f"{DONE} | {NOT_DONE} | {OPT_OUT} | {NO_OPT_OUT} | pauze 3 | 18:30 | half zeven | elke dag behalve | ? | 5 | - | 99999 | 3.5"
)


@given(words=st.lists(st.sampled_from(WORDS), max_size=12), context=CONTEXTS, language=LANGUAGES)
def test_any_mixture_of_what_people_say_is_read_without_an_error(
    words: list[str], context: Context, language: str
) -> None:
    said = understand(" ".join(words), context, language)
    assert not (said.unclear and (said.commands or said.answer is not None or said.time)), "a decision is never unclear"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 64_000,
        "ja " * 30_000,
        "5.5:" * 9_000,
        "S T O P " * 9_000,
        "👍" * 9_000,
        "\u202e" * 64_000,
        "\ufdfa" * 9_000,
        "\ud800",
    ],
)
def test_a_long_or_strange_text_is_read_too(text: str) -> None:
    said = understand(text, Context.YES_NO, "nl")
    assert said == understand(text, Context.YES_NO, "nl")
    assert said.answer is None or isinstance(said.answer, Answer), "no number where a yes or no was asked"


def test_a_stop_at_the_end_of_a_very_long_text_is_not_lost() -> None:
    assert Command.STOP in understand("x " * 40_000 + "\nSTOP", Context.NONE, "nl").commands


def test_the_rules_read_in_the_order_that_safety_asks_for() -> None:
    names = [rule.__name__ for rule in RULES]
    assert (
        names.index("read_opt_out")
        < names.index("read_pause")
        < names.index("read_commands")
        < names.index("read_answer")
    )
