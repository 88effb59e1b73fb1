"""Signs that a person has to see at once are marked; ordinary answers are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching.core.red_flags import Tier, red_flag

SIGNS = {
    Tier.EMERGENCY: """kan mijn benen niet bewegen | verlamd | ik heb pijn op de borst | heel benauwd | was bewusteloos | chest pain | can't breathe
        ben zwaar gevallen en kan niet opstaan | I can’t move my legs | mijn benen doen het niet""",
    Tier.URGENT: """doof gevoel rond mijn billen | gevoel in kruis is weg | gevoelloos zitvlak | kan niet plassen | klapvoet | mijn voet sleept | heb koorts
        kan niet goed plassen sinds vannacht | plas in mijn broek | kan mijn ontlasting niet ophouden | ik zak door mijn been | beide benen tintelen
        steeds minder kracht | koude rillingen | van de trap gevallen | had een aanrijding | can't pee | numb between my legs | my foot drags
        STOP ik kan niet plassen | I wet myself | geen gevoel in mijn been | I cannot feel my leg | KÁN NIET PLASSEN""",
    Tier.DISTRESS: "wil niet meer leven | ik wil dood | zie het niet meer zitten | zelfmoord | I want to die | want to kill myself",
    Tier.SAME_DAY: "nachtzweten | 10 kilo afgevallen | word wakker van de pijn | ondraaglijk | slik prednison | ben zwanger | unbearable",
    Tier.FLARE: "meer last | erger na oefening | te zwaar | more pain today | worse after exercise",
}
ORDINARY = """ja | nee te druk | gelukt | half uur gelopen | niet gelukt vandaag | geen tijd | ik was moe | deels | beetje stijf | I forgot | 18:30 | PAUZE 2 weken
    wil geen berichten meer | kon niet door de regen | oefeningen niet gedaan | mijn knie deed niet mee maar gelukt | te warm | ik ben op vakantie | gelukt, voelt goed
    lekker gevoel in de benen | even op adem komen | adem rustig | kan vandaag niet | kan om 18:30 niet | been strekken gelukt | ik kan niet komen | niet lekker geslapen"""


def listed(text: str) -> list[str]:
    return [one.strip(" ") for line in text.splitlines() for one in line.split(" | ")]


@pytest.mark.parametrize(("tier", "text"), [(tier, text) for tier, texts in SIGNS.items() for text in listed(texts)])
def test_a_sign_is_found_with_its_tier_and_words(tier: Tier, text: str) -> None:
    flag = red_flag(text)
    assert flag is not None
    assert flag.tier is tier
    assert flag.words


@pytest.mark.parametrize("text", listed(ORDINARY))
def test_an_ordinary_answer_is_not_marked(text: str) -> None:
    assert red_flag(text) is None


@pytest.mark.parametrize("text", ["geen koorts", "no fever", "gelukt, geen pijn op de borst"])
def test_a_denied_sign_is_shown_as_possibly_negated_and_not_dropped(text: str) -> None:
    flag = red_flag(text)
    assert flag is not None
    assert flag.possibly_negated


def test_the_most_pressing_sign_goes_first() -> None:
    flag = red_flag("meer last, koorts en pijn op de borst")
    assert flag is not None
    assert flag.tier is Tier.EMERGENCY


@given(st.text())
def test_any_text_is_read_without_an_error_and_always_the_same(text: str) -> None:
    assert red_flag(text) == red_flag(text)
