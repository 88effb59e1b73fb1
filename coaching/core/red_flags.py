"""Signs in a reply that a person has to see at once. A first, small recogniser: it marks texts, it never interprets them.

The tiers and their phrases are proposals that a clinician signs off. It errs on the side of showing: a denied sign ("geen
koorts") is still a sign, marked as possibly negated. What it does not find may still be one: staff reads every text.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from coaching.core.reply_phrases import phrases
from coaching.core.reply_text import compile_phrases, plain


class Tier(StrEnum):
    """How soon a person has to look, the soonest first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    DISTRESS = "distress"
    SAME_DAY = "same_day"
    FLARE = "flare"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """The most pressing sign of a text: its tier, the words (in plain letters), and whether they may be denied."""

    tier: Tier
    words: str
    possibly_negated: bool


_CLASSES: Final = {
    "not": "niet not geen no nauwelijks amper hardly moeilijk slecht",
    "cannot": "kan kon lukt krijg can could able unable",
    "legs": "been benen leg legs voet voeten foot feet linkerbeen rechterbeen knie knieen",
    "limbs": "been benen leg legs voet voeten foot feet arm armen arms onderlichaam",
    "numb": "doof dove verdoofd gevoelloos gevoelloze numb numbness slapend",
    "saddle": """kruis schaamstreek zitvlak billen bil anus genitalien geslachtsdeel geslachtsdelen vagina penis binnenkant_dijen
        groin saddle buttocks genitals bottom bum between_my_legs tussen_mijn_benen onderbroek""",
    "pee": "plas plassen urine urineren pee peeing urinate wee bladder blaas",
    "poo": "ontlasting poep poepen bowel bowels",
    "heart": "borst borstkas chest hart heart",
    "pain": "pijn druk drukkend pain pressure tightness beklemmend benauwd",
}
_SIGNS: Final = {
    Tier.EMERGENCY: """
        <cannot> .. <legs> .. <not> .. bewegen|optillen|voelen|gebruiken|move|feel|lift ; <cannot> .. <not> .. bewegen|move .. <legs>
        <cannot> <not> [meer] .. bewegen|move [<legs>] ; verlamd|verlamming|paralysed|paralyzed|paralysis ; <legs> .. doen|doet .. het niet
        <pain> .. op|in|on|across .. <heart> ; <heart> .. <pain> ; chest pain|pains ; pijn_op_borst ; hartaanval|beroerte|heart_attack|stroke
        benauwd|kortademig ; <cannot> .. <not> .. ademen|ademhalen|breathe ; geen lucht|adem ; short of breath ; hard|trouble .. breathing|breathe
        bewusteloos|flauwgevallen|unconscious|fainted|passed_out|blacked_out ; gevallen .. niet|not .. opstaan|overeind|up ; fallen|fell .. not .. get up
    """,
    Tier.URGENT: """
        <cannot> .. <not> .. feel|voelen .. <limbs>|<saddle> ; <numb> .. <saddle> ; <saddle> .. <numb> ; gevoel|feeling .. <saddle> .. weg|kwijt|gone|lost ; <not> .. gevoel|feeling .. <limbs>|<saddle> ; <limbs> .. <numb> ; <numb> .. <limbs>
        <not> .. <pee> ; <pee> .. <not>|ophouden|lukt|hold|retention ; plas|pee|wet .. in .. broek|bed|pants ; wet myself ; incontinent|incontinentie
        <poo> .. <not>|ophouden|hold|control ; <not> .. <poo> .. ophouden|hold|control ; lost|loss .. control .. <pee>|<poo>
        klapvoet|dropfoot ; drop foot ; foot drop ; voet|voeten|foot .. sleept|slepen|hangt|drag|drags|dragging ; sleep .. met .. voet|been
        zak .. door .. <legs>|mijn ; zakt .. been ; <legs> .. weg|zakt|gives|gave|giving|buckle|buckles .. [way] ; beide|both|allebei .. tintelen|tingling|tintelt|prikken
        tintelen|tintelingen|tingling|pins_and_needles .. beide|both ; steeds minder kracht ; kracht .. verlies|minder|weg|kwijt ; krachtverlies|krachtsverlies|zwakte
        weakness|weaker .. [<limbs>] ; koorts|fever|verhoging ; high|a temperature ; koude rillingen ; shivering|chills|rillingen ; van .. trap .. gevallen
        fell|fallen .. stairs|down|hard|badly ; aanrijding|ongeluk|ongeval|accident|car_crash ; <cannot> <not> [meer|more] .. lopen|staan|walk|stand [meer|anymore]
    """,
    Tier.DISTRESS: """
        niet meer leven|verder_leven ; wil|wilde|wou .. dood ; dood .. wil|willen ; wens .. dood ; zie .. niet [meer] zitten ; zelfmoord|zelfdoding|suicide|suicidal
        einde aan .. maken|leven ; kill|hurt|harm myself ; want to die ; end my life|end_it_all ; do not want to live|be_here|be_alive ; no reason to live ; not worth living
        hoeft .. niet meer [voor_mij] $ ; wanhopig|hopeless|wanhoop ; er niet meer [te] zijn ; better off dead|without_me
    """,
    Tier.SAME_DAY: """
        nachtzweten ; nachts .. zweten|zweet ; night sweats|sweat ; afgevallen|gewichtsverlies ; weight loss ; lost .. weight ; kilo .. kwijt|afgevallen
        wakker .. van .. pijn ; pijn .. wakker ; woke|wakes|waking|awake .. pain ; pain .. wakes|awake ; ondraaglijk|ondragelijk|onhoudbaar|unbearable|niet_uit_te_houden
        prednison|prednisolone|steroid|steroids ; zwanger|pregnant|zwangerschap ; kanker|cancer|tumor
    """,
    Tier.FLARE: """
        meer|veel|erger|ergere last|pijn|klachten ; erger|slechter .. na|door|geworden|dan ; te zwaar ; more pain ; worse .. after|since|than|pain|now ; much worse ; too heavy|hard|painful
        pijn .. erger|meer|toegenomen ; doet .. veel|meer .. pijn ; getting worse ; verergerd|verergert
    """,
}
_TIERS: Final = {tier: compile_phrases(phrases(text), _CLASSES) for tier, text in _SIGNS.items()}
_DENIED: Final = compile_phrases(
    phrases("""geen|niet|no|not|zonder|without|nooit|never koorts|fever|verhoging|pijn|pain|last|klachten|tintelen|tintelingen|numbness|weakness|rillingen|chills|zwanger|pregnant|benauwd
    geen|niet|no|not|zonder|without [meer|more|any|last] [van] verlamd|kortademig|zwakte|krachtverlies|gevallen|fallen|erger|worse|nachtzweten|koorts|fever|afgevallen|doof|numb|wakker""")
)


def red_flag(text: str) -> RedFlag | None:
    """Return the most pressing sign of a text in Dutch or English, or None. Takes any text and never raises."""
    line = plain(text)
    for tier, signs in _TIERS.items():
        if found := signs.search(line):
            around = line[max(0, found.start() - 30) : found.end() + 1]
            return RedFlag(tier, found[0].strip(), possibly_negated=bool(_DENIED.search(around)))
    return None
