"""The words that replies are made of, Dutch and English, as tables to read and to extend. There are no rules in here.

All in small letters without accents; how a reply gets that way stands in `reply_text`. The phrases made of these
words stand in `reply_phrases`.
"""

from typing import Final


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


# What people type, by the word that the phrases know. A wrong letter in one of TYPO_TOLERANT needs no line here.
SPELLINGS: Final = {
    "ja": "jah jaah jha jja jaq aj jaja jep jup jups jow jazeker jahoor jawel jawohl",
    "yes": "yep yup yeah ye yea yess yse yas ys yess yesss yepp eys",
    "nee": "neen ne nne neeh neej nein neehoor nene",
    "no": "nope nop noo nah noh",
    "niet": "nie ni nit neit niett nt",
    "niks": "niets nix noppes",
    "geen": "gene geeen gen",
    "nog": "nogg",
    "even": "effe effen ff eventjes evn",
    "heb": "hb hebt",
    "oke": "ok okay okee okey oki okidoki okie",
    "aub": "alstublieft alsjeblieft alsjeblief astublieft svp ajb pls plz please",
    "bedankt": "dank dankje dankjewel dankuwel thanks thx thnx tnx ty merci thank danku",
    "gelukt": "gelikt glukt gluk geluk lukt",
    "gedaan": "gedn gdaan gadaan",
    "dagen": "dgn",
    "dag": "dg",
    "weken": "wkn weekjes",
    "week": "wk weekje",
    "maand": "mnd maandje",
    "uur": "uurtje",
    "keer": "maal",
    "van": "vd",
    "met": "mt",
    "stopall": "stopalle",
    "stop": "st0p sto stp stpo sotp tsop stoip stiop srop stopp stoppp dtop stopo",
}

# Words of several: written together, shortened, or with an apostrophe.
EXPANSIONS: Final = {
    "cannot": "can not",
    "cant": "can not",
    "can't": "can not",
    "dont": "do not",
    "don't": "do not",
    "didnt": "did not",
    "didn't": "did not",
    "doesnt": "does not",
    "doesn't": "does not",
    "wont": "will not",
    "won't": "will not",
    "couldnt": "could not",
    "couldn't": "could not",
    "havent": "have not",
    "haven't": "have not",
    "hasn't": "has not",
    "wasnt": "was not",
    "wasn't": "was not",
    "isn't": "is not",
    "i'll": "i will",
    "i'm": "i am",
    "im": "i am",
    "i've": "i have",
    "ive": "i have",
    "i'd": "i would",
    "it's": "it is",
    "what's": "what is",
    "'t": "het",
    "'n": "een",
    "'s": "s",
    "m'n": "mijn",
    "z'n": "zijn",
    "zo'n": "zo een",
    "sms'jes": "berichten",
    "sms'en": "berichten",
    "app'jes": "berichten",
    "optout": "opt out",
    "dankuwel": "dank u wel",
    "nietgelukt": "niet gelukt",
    "nietgedaan": "niet gedaan",
    "geentijd": "geen tijd",
    "nogniet": "nog niet",
    "jagelukt": "ja gelukt",
    "neeniet": "nee niet",
    "gonna": "going to",
    "idk": "do not know",
    "2day": "today",
}

# Words in which one wrong, missing, extra or swapped letter is forgiven. Everyday words one letter away stand below.
TYPO_TOLERANT: Final = words("""
    gelukt gedaan gelopen gewandeld geoefend deels gedeeltelijk vergeten overgeslagen mislukt helaas beetje vandaag
    afmelden uitschrijven berichten berichtje ontvangen pauze pauzeren vakantie verder hervatten minder hulp
    done finished completed walked exercised partly partially forgot forgotten skipped missed unsubscribe messages
    message resume pause
""")
NEVER_A_TYPO: Final = words("""
    delen dells geluk gelukkig geloven gekopen gesloten gelogen gehopen gemeld melden schrijven deel dee heels feels
    wandelen berichten bericht ontvangen ontvanger kinder hinder wander hinter kleiner verdere vander herder eerder
    cause because party walker talked walks walking milled massed messed kissed slipped tipped shipped dipped bone gone
    done dome dune tone none don doe hulpje gul help holp puls vergaten vergeten vergoten gegaan gedaald gedaagd
    minder zonder ander vinder binder pauzes past paus poging poeze lauze reseme passe pauses bause
""")

# Letters of other alphabets that look like ours: a text in such letters is read as it looks.
LOOKALIKES: Final = dict(zip("авсԁеԍһіјкӏмпорԛѕтухαεικνορτυχγıłø", "abcdeghijklmnopqstyxaeiknoptuxyilo", strict=True))

EMOJI: Final = {"👍": "👍👌✅☑✔💪🙌👏🥳🎉💯🆗", "👎": "👎❌✖🚫", "🙂": "🙂😀😃😄😁😊☺🙏❤♥😉😅💚💙🌞☀🚶🏃🏻🤗😍😎🌷💐🌹"}

POLITE: Final = words("""
    aub bedankt graag hoi hallo hey hi hello beste dear goedemorgen goedemiddag goedenavond goedendag goeiemorgen hoor
    sorry nou joh zeg mevrouw meneer dokter 🙂 groetjes groeten groet gr mvg xx xxx oke
""")

CLASSES: Final = {
    "ja": "ja yes zeker absoluut natuurlijk uiteraard tuurlijk klopt inderdaad idd yessir certainly definitely affirmative",
    "nee": "nee no",
    "niet": "niet not never nooit",
    "thumbs": "👍",
    "thumbs_down": "👎",
    # What somebody says who has done it.
    "done": """gelukt gedaan klaar gelopen gewandeld geoefend gerekt afgerond voltooid volbracht volgehouden bewogen opgestaan
        gestrekt geslaagd uitgevoerd done finished completed walked exercised stretched managed accomplished nailed""",
    "doing": """gelukt lukte gedaan gelopen gewandeld geoefend geweest gehaald opgestaan bewogen aan_toe_gekomen toegekomen
        gekomen gegaan done did finish finished complete completed walk walked exercise exercised managed manage
        able gered gedaan doen lopen wandelen oefenen went gone""",
    "activity": """lopen wandelen oefenen oefening oefeningen bewegen sporten fietsen werken werk roken trainen training
        zwemmen rennen hardlopen tillen zitten bridge brug plank walking exercise exercises exercising moving working
        smoking running cycling training sitting medicatie medicijnen paracetamol ibuprofen""",
    "texts": """bericht berichten berichtje sms tip tips app apps appje mail mails mailtje mailtjes email emails e_mail
        herinnering herinneringen tekst teksten text texts message messages reminder reminders nudge nudges spam sms_berichten appen mailen smsen
        meldingen notifications sturen zenden texting messaging emailing sending contacting""",
    "me": "me mij ons us m mezelf my mijn",
    "pause": "pauze pauzeer pauzeren pauseer pauseren pause",
    "later": "straks zometeen zo later vanavond vanmiddag tonight soon binnenkort dadelijk",
    "will": "ga gaan zal zullen wil will going gaat moet probeer try zou would plan",
    "doubt": "misschien wellicht maybe perhaps possibly geen_idee twijfel",
    "weekday": """maandag dinsdag woensdag donderdag vrijdag zaterdag zondag monday tuesday wednesday thursday friday
        saturday sunday ma di wo do vr za zo mon tue wed thu fri sat sun""",
    "daypart": "ochtend ochtends morgens middag middags avond avonds nacht nachts morning afternoon evening night weekend",
    "limit": """vandaag even nu_even morgen straks deze_week als wanneer want omdat altijd na bij zodra voordat meestal
        today now_and_then if when because after always usually soms sometimes for_now halverwege halfway tijdens""",
    "stop": "stop stoppen stopall unsubscribe end quit cancel revoke afmelden afmelding uitschrijven stopzetten ophouden",
}
