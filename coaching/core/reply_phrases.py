"""What people say when they want or report something: phrases, by what they mean. Readable, extendable, without rules.

The notation is that of `reply_text.compile_phrases`; the words in <> stand in `reply_words.CLASSES`. Words are
as `reply_text.plain` leaves them: "don't" is "do not", "smsjes" is "berichten", "okay" is "oke".
"""

from typing import Final

from coaching.core.reply_words import words


def phrases(text: str) -> tuple[str, ...]:
    """Phrases stand on lines and between semicolons."""
    return tuple(phrase.strip() for line in text.splitlines() for phrase in line.split(" ; ") if phrase.strip())


# --- Machines -----------------------------------------------------------------------------------------

AUTO_REPLY: Final = phrases("""
    automatisch|automatische antwoord|bericht|berichten|reactie|beantwoording
    automatic|automated|auto reply|response|message|answer ; auto reply|antwoord ; autoreply ; out of [the] office
    afwezigheidsbericht ; afwezigheidsassistent ; momenteel|tijdelijk afwezig ; afwezig van|tot|tm|wegens|vanwege
    tot .. afwezig ; away from my desk|email ; ik rijd momenteel ; ben aan het rijden ; bezig met rijden
    i am driving ; driving mode ; do not disturb ; niet storen ingeschakeld ; this is an automated ; on annual leave
    with|on maternity leave ; kan momenteel|nu uw|je bericht|berichten|mail niet ; undeliverable ; delivery status
    mailbox unavailable|full
""")

# --- Opt-out ------------------------------------------------------------------------------------------

# A text of these words alone is always an opt-out. The first nine are the provider's own: it blocks the number whatever we think.
OPT_OUT_WORDS: Final = words("""
    stop stopall unsubscribe end quit cancel revoke optout opt out afmelden all
    uitschrijven afmelding stoppen ophouden afgemeld uitgeschreven uit af melden schrijven alles nu now it this
    opzeggen beeindigen hiermee ermee direct meteen maar berichten sms
""")
OPT_OUT_NEEDS: Final = words("""
    opzeggen beeindigen stop stopall unsubscribe end quit cancel revoke optout afmelden uitschrijven afmelding stoppen ophouden
""")

# The opposite of an opt-out, or fewer at some time: for a person to read.
KEEPS_GOING: Final = phrases("""
    niet|not|nooit|never stop|stoppen
    niet|not .. <texts>|bellen .. before|voor|na|after|tussen|during|tijdens|between
    geen .. <texts> .. [meer] op|in|voor|na|tijdens|tussen .. <weekday>|<daypart>|uur|vakantie|werk|week
    no .. <texts> .. before|after|on|in|at|during .. <weekday>|<daypart>|work
""")

# Said so that it is one, whatever else stands around it.
CLEAR_OPT_OUT: Final = phrases("""
    stop|stoppen [met|aub] .. <texts> ; <texts> .. stop|stoppen ; wil|wens|hoef .. geen .. <texts>
    geen .. <texts> .. meer sturen|ontvangen|krijgen|hebben|aub ; stop|stoppen hiermee|ermee|this|it|them
    wil .. hiermee .. stoppen ; stuur .. geen .. meer
""")

# Looks like an opt-out, is none: the own exercise, a question about it, or texts that did not come.
NOT_AN_OPT_OUT: Final = phrases("""
    als|if|when|wanneer|indien|zodra ik|i stop ; ^ stop ik ; stop of|or ; werk|les|training|school|cursus|fysio .. afmelden
    ik|i stop .. <limit> ; <limit> .. stop ik|i ; ik|i stop .. met|with .. <activity> ; stop|stoppen met .. <activity>
    moet|mag|kan|zal|kon|moest|had|mocht ik .. stop|stoppen ; ik moet|moest|kon|ga|wil|wou .. <limit> .. stoppen
    ik|i had to stop ; have|must|should|when|can|could|did|will|may|to i stop
    i will|can|could|should|would stop .. <limit>|<activity> ; stop <activity>
    een|de|het|geen|tussen|korte|bij|zonder stop ; a|the|no|non|bus|full|pit|short|without|tram|trein stop
    stop gemaakt|gehouden|licht|and|watch|bord ; moest|moeten|had .. stoppen ; had to .. stop
    wanneer|when .. stop|stoppen ; to stop .. <limit> ; stop doing|my|halfway|halverwege|onderweg|tussendoor
    uitschrijven|afmelden .. afspraak ; afspraak .. afmelden|afzeggen|cancel|annuleren ; cancel .. appointment|visit
    appointment .. cancel ; krijg|ontvang|kreeg|ontving|zie|zag|krijgen .. geen .. <texts> [meer]
    heb .. geen .. <texts> .. gekregen|ontvangen|gehad|gezien ; geen .. <texts> .. [meer] .. gekregen|ontvangen|gehad
    not|no .. <texts> .. received|arrived ; not received|get|got|receive .. <texts>
""")

# Said in own words. Ours to confirm, for the provider does not know them.
OPT_OUT: Final = phrases("""
    wil .. van .. <texts> .. af $ ; niet meer <texts> ; dit|deze|die|ze wil ik niet meer
    geen .. <texts> .. meer ; geen <texts> .. meer ; geen .. <texts> aub $ ; ^ geen <texts> $
    wil|hoef .. geen .. <texts> ; wil|hoef .. <texts> .. niet ; hoef|wil dit|deze|ze|die|hier|jullie .. niet meer
    wil niet meer meedoen|mee_doen|deelnemen|gestoord ; doe niet meer mee
    wil .. niks meer .. ontvangen|horen|krijgen|van
    <texts> .. niet meer ontvangen|krijgen|hebben|sturen|nodig|gewenst
    niet meer sturen|appen|mailen|berichten|storen|lastig ; stuur|stuurt|sturen|mail|app .. niks|geen .. meer
    stuur|stuurt|app|mail .. niet meer ; niks meer sturen|ontvangen ; meld|meldt .. <me> .. af
    schrijf|schrijft .. <me> .. uit ; wil <me> .. afmelden|uitschrijven ; wil .. afmelden|uitschrijven
    hoe .. <me> .. afmelden|uitschrijven|af|uit ; kan|kunt|kunnen .. <me> .. afmelden|uitschrijven
    ^ afmelden|uitschrijven ; afmelden|uitschrijven $ ; meld <me> af ; haal|verwijder|gooi|schrap .. <me> .. uit|van
    verwijder .. <me> .. nummer|gegevens|data|telefoonnummer ; verwijder|delete <me> ; laat .. <me> .. met rust
    val <me> .. niet .. lastig ; hou|houd|houdt .. mee|ermee|hiermee|mee_ op ; hou|houd [nou|nu|toch|alsjeblieft] op
    wil .. hier|hiervan|ervan|eraf|hieraf af|vanaf|eruit ; geen interesse|behoefte [meer] ; geen prijs op
    <texts> .. stopzetten|stop_zetten|beeindigen|opzeggen|uitzetten ; zet|zetten .. <texts> .. stop|stil|uit
    opzeggen .. <texts>|abonnement ; abonnement .. opzeggen|stopzetten ; toestemming .. in|intrekken
    intrekken .. toestemming ; <texts> .. niet .. nodig|gewenst ; niet meer gediend ; genoeg .. van .. <texts>
    klaar met .. <texts> ; wil .. stoppen ; ga .. stoppen met .. <texts>
    kan|kunt|kunnen|willen|wilt|graag|gaarne .. stoppen ; ^ stoppen ; stoppen met .. <texts> ; stoppen $
    no more .. <texts> ; no <texts> $
    do not .. text|message|send|contact|email|mail|sms|bother .. [<me>|any|anymore|more] ; do not want .. <texts>
    do not want .. anymore|any_more ; no longer want|wish .. <texts>|this|these|to
    remove|delete|take <me> .. [off|from] ; opt [<me>] out ; opting out ; unsubscribe ; want .. out $
    leave .. <me> .. alone ; quit|cease|end .. <texts>
    cancel .. <texts>|subscription|programme|program|service|everything|all
    end|cancel <me>|this|these|the|all .. <texts>|subscription|programme|program
    withdraw|revoke .. consent|permission ; not interested ; had enough .. <texts>
    never .. text|contact|message .. <me> ; sick|tired of .. <texts> ; want to|you|this|it|them .. stop ; stopall
    stop all
""")

# --- Commands -----------------------------------------------------------------------------------------

NOT_A_PAUSE: Final = phrases("""
    in|tijdens|na|voor|elke|lunch|koffie|middag|schaft|thee [de|het|een|mijn|onze] pauze ; de|mijn|onze pauze
    pauze gehad|gehouden|genomen|gemaakt|gepakt|gedaan|gelukt|gelopen|gewandeld|net|was|thuis|buiten
    had|nam|hield|neem|nemen .. pauze ; the|my|lunch|coffee|every|during break|pause ; pauze niet ; geen pauze
    took|had .. break|pause
""")
PAUSE: Final = phrases("""
    ^ <pause> ; <pause> $ ; wil|graag|mag|kan|kunt|kunnen|zet .. <pause> ; even <pause>
    want|like|need .. pause|break ; can i|you|we .. pause ; take a break ; pause .. <texts>
    <texts> .. pauzeren|pauseren|pause ; op pauze
""")
COMMANDS: Final = {
    "start": phrases("""
        ^ start|unstop|subscribe|aanmelden|inschrijven [nu|weer|opnieuw|again|now|maar] $
        ^ [weer|opnieuw] start|starten|beginnen|aanmelden [aub] $ ; meld <me> .. weer|opnieuw aan
        wil .. <texts> weer .. ontvangen|krijgen|hebben ; start .. <texts> .. again|weer
        wil .. weer|opnieuw .. <texts> ; start|starten|begin .. weer|opnieuw .. <texts>
        <texts> .. weer .. starten|aan|aanzetten ; sign|opt <me> .. [back] in|up ; opt in
    """),
    "resume": phrases("""
        ^ [ga|weer|maar|mag|kan] verder|hervat|hervatten|doorgaan|resume|continue|unpause|hervatten|vervolgen|herstarten [maar|gaan|weer|aub|now|met|<texts>] $
        weer verder|doorgaan|hervatten|oppakken $ ; ga [maar] [weer] verder|door [met|aub] [<texts>] $
        pauze .. voorbij|stoppen|opheffen|eindigen|klaar|einde ; einde|stop|beeindig pauze ; end|stop .. pause|break
        i am back ; ben [er] [weer] terug
    """),
    "less": phrases("""
        ^ [iets|wat|veel|liever|aub|kan|mag|het|ook] minder [vaak|aub|kan|graag|dan] $
        minder [vaak|van] [deze|die|zulke|van_die|jullie] <texts> ; te veel|vaak .. <texts> ; teveel .. <texts>
        <texts> .. te veel|vaak|teveel ; <texts> [iets|wat|mag|mogen|kan|graag] minder [vaak|aub] $ ; minder vaak $
        niet zo veel|vaak .. <texts> ; ^ [a|bit|little|send] less [often|aub] $ ; fewer .. <texts>
        less [of] [these|those|the] <texts> ; too many|much .. <texts> ; less often|frequent|frequently
    """),
    "more": phrases("""
        ^ [iets|wat|liever|aub|kan|mag|het|ook|nog] meer|vaker [aub|kan|graag|dan] $
        meer [van] [deze|die|zulke|dit_soort] <texts> ; <texts> [iets|wat|mag|mogen] vaker|meer $
        vaker [een|n] <texts> ; ^ [a|bit|little|send|some] more [often|aub] $ ; more <texts> ; more often|frequent
    """),
    "help": phrases("""
        ^ help|hulp|info|informatie|uitleg|menu|opties|commandos|commands|information|helpme [me|mij|nodig|aub|us] $
        hoe werkt dit|het ; how does this|it work ; need help $ ; wat kan ik .. antwoorden|sturen|typen|texten
    """),
    "link": phrases("""
        ^ [de|mijn|stuur|send|my|the] link [aub|nodig|sturen] $ ; stuur|stuurt|sturen|geef|kan|mag|wil|heb .. link
        link .. nodig|sturen|kwijt|again|opnieuw ; send|need|lost|want|get .. link ; ^ [mijn|my] pagina|page $
        mijn|my pagina|page aub|link
    """),
}

# --- The answer to "Gelukt?" ---------------------------------------------------------------------------

# Holds a word that looks like an answer, and says nothing of whether it was done.
NO_ANSWER: Final = phrases("""
    kan|can niet|not [meer|goed|even|gewoon] lopen|walk|bewegen|move|staan|stand|zitten|sit|slapen|sleep [meer|anymore|any_more]
    doen|doet het niet [meer|goed] ; can not .. anymore|any_more
    mijn|my man|vrouw|moeder|vader|dochter|zoon|partner|vriend|vriendin|husband|wife|mother|father|son|daughter .. <done>
    half|halve|halfuur uur|dag|weg|kilometer|km|mijl|mile|hour|past
    half een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf ; anderhalf ; halfuur ; half an hour
    ging|gaat|went niet|not [zo|so|heel|erg|very] goed|lekker|best|well|soepel|geweldig
    vergeten .. antwoorden|reageren|melden|appen|sturen ; forgot to reply|answer|text
    alleen|only gelopen|gewandeld|walked|geoefend ; klaar met werk|werken|koken|eten|de_dag ; net opgestaan ; not only
    done with work ; iets|er gebeurd ; not tired|sore|ill|sick
    niet|not makkelijk|moeilijk|gemakkelijk|erg|fijn|leuk|echt_fijn|zwaar|slecht|bad|easy|mee|lekker|prettig|te_zwaar|zo_makkelijk|zo_lekker|vanzelf|too_bad|hard|difficult|veel_last
    geen pijn|probleem|moeite|last|punt|klachten|zorgen|dank|problemen|idee
    no problem|pain|trouble|issues|worries|idea|doubt ; zonder pijn|moeite|problemen|last
    without any|pain|problem|trouble ; niet vergeten ; not forgotten ; did not forget
    bijna|almost vergeten|forgot|forgotten ; viel niet ; viel [best] tegen|mee ; niks aan ; niet voor niks
    nog|even klaar ; weet ik .. niet of
    beetje|bit .. stijf|moe|pijn|pijnlijk|last|spierpijn|zwaar|sore|stiff|tired|painful|hard|lastig|moeilijk|gevoelig|stijfjes
    niet meer dan ; not more than ; niet zonder ; not only ; niet alleen ; kan niet wachten ; can not complain
    why not ; waarom niet ; niet waar ; nee joke ; had to ; never mind ; goed te doen ; niet op het ; not feeling
    ben je klaar ; gelukt ? ja / nee ; done ? yes / no
""")
DOUBT: Final = phrases("""
    <doubt> ; weet [ik] [het] [nog|eigenlijk] niet ; niet zeker ; not sure ; do not know ; geen idee ; hoop|hope
    denk|think niet|not ; i think ; denk het|van ; ja en nee ; yes and no ; wat bedoel ; what do you mean ; hoezo
    snap|begrijp .. niet ; do not understand
""")
# Later today, perhaps.
LATER: Final = phrases("""
    ga|gaan|zal|zullen|wil|will|going|gaat|moet|probeer|try|zou|would|plan [het|ik|dit|dat|er|i|do|nog|zo|het_zo|ik_het|not] .. doen|proberen|lopen|wandelen|oefenen|do|try|walk|straks|zo|morgen|vanavond|later|vanmiddag|nog|be|exercise|go|start|beginnen
    nog .. doen|gaan|even_doen|moeten ; <later> ; moet nog ; ga [ik] zo ; ben [er] [nog] mee bezig ; nu [mee] bezig
    ben bezig ; working on it ; in a bit|minute|moment ; nog te doen ; komt nog ; komt goed
""")
TOMORROW: Final = phrases("""
    morgen|morgenochtend|overmorgen|tomorrow|volgende|next|weekend
""")
# A deed and its denial; looked for before NOT_DONE, so that no deed is left over.
DENIED: Final = phrases("""
    [nog] niet|not|never|nooit .. <doing> [it|them] [yet] ; <doing> .. niet
""")
NOT_DONE: Final = phrases("""
    nog niet ; not yet ; niet .. aan toe ; niet van gekomen
    kwam .. niet|niks van ; kwam .. er niet .. aan|toe|van ; <niet> vandaag|today|deze|this
    vandaag|today|helaas|sorry|gisteren|jammer|alweer|weer|unfortunately|echt|absoluut|helemaal <niet>
    ^ niet|not|never|nooit|niks|nothing|helaas|unfortunately $
    ging|gaat|kon|kan|wilde [het|vandaag|dit|er|ook] niet $ ; kon|kan niet vandaag|door|want|vanwege|omdat
    did|have|could|can not [yet|today] $
    did|could not .. it|do|manage|get|walk|exercise|make|go|happen|work_out|today|have|finish|find|any ; vergeten
    forgot|forgotten|skipped|missed|overgeslagen|mislukt|verzuimd|gemist|failed|verslapen|vergat|skip
    geen|nul tijd|zin|gelegenheid|puf|energie|kans|fut|moment|ruimte|oefening|oefeningen|wandeling|stap
    no time|energy|chance|luck|exercise|walk|opportunity|motivation|way
    te|too|veel druk|moe|busy|tired|ziek|sick|ill|laat|late|veel_pijn|warm|koud|much_pain|drukte
    niks gedaan|gelukt|van_gekomen ; nothing done ; <thumbs_down> ; zonder succes ; not really|exactly
""")
PARTLY: Final = phrases("""
    korter|minder <done> ; <done> .. korter|minder_lang
    deels ; gedeeltelijk|halverwege|partly|partially|halfway|grotendeels|mostly|deel|gedeelte|halfjes
    half|helft|halve ; een deel|stuk|stukje|poging ; klein stukje|rondje|deel ; ^ [een|klein|n|heel|maar] beetje $
    beetje <doing>|geprobeerd ; <doing> [een] beetje $
    niet helemaal|alles|volledig|allemaal|compleet|zo_lang|elke|de_hele|het_hele|de_volle|lang_genoeg|genoeg|zo_veel
    not all|fully|completely|entirely|quite|everything|every|whole|as_much|as_long|enough
    bijna|almost|nearly [<doing>|helemaal|alles] $ ; bijna|almost|nearly gelukt|gedaan|done ; a bit|little $
    a bit|little of ; ^ [just] some [of] [it|them] $ ; some of it|them|the ; did|only a|some bit|little|part|few|of
    sort|kind of $ ; een|1|enkele|sommige|een_paar oefeningen .. [<done>] ; paar oefeningen ; korter dan
    minder dan|lang|ver .. [<done>] ; less than ; shorter than ; gelukt|gedaan maar .. minder|korter
    alleen .. gelukt|gedaan ; only did|managed|half ; niet af|afgemaakt ; not finished ; did not finish
    wel geprobeerd ; zo zo ; ^ zozo $ ; sommige wel ; niet volledig
""")
DONE: Final = phrases("""
    <done>
    ging|gaat|ga|went [het|heel|erg|er|super|best|echt|very|really|weer] goed|prima|lekker|top|super|uitstekend|well|great|fine|fantastisch|makkelijk|soepel|vlot|good|perfect|geweldig
    goed|prima gegaan|gedaan ; did it|them|this|my|the|that|all|everything ; i did $ ; heb ik $ ; ik wel ; dat wel
    wel hoor ; ^ wel $ ; ^ zojuist|net $ ; alles|allemaal <done> ; just did ; ^ alles|all|everything $
    all good|of_it|of_them ; zeker weten ; for sure ; of course ; ^ <thumbs> $ ; <ja> <thumbs>
    wandeling|rondje|oefening|oefeningen zit|zitten erop|er_op ; zit erop ; mission accomplished
""")
YES: Final = phrases("""
    ^ <ja> ; <ja> $
""")
NO: Final = phrases("""
    ^ <nee> ; <nee> $
""")
CONFIRM: Final = phrases("""
    ^ <ja>
    ^ oke|akkoord|prima|graag|<thumbs>|bevestig|bevestigd|confirm|confirmed|agree|agreed|accept|toestemming|top|sure|fine|goed|mee_eens|doen|doe_maar [aub|hoor|<ja>|<thumbs>] $
    [dat|het|is|ja] is goed $ ; ik|wil doe|meedoen [mee|graag] $ ; that is fine|ok|oke ; sounds good ; ik ga akkoord
    i agree|confirm|accept ; yes|ja $ ; ik wil .. meedoen|<texts> ; ga .. akkoord ; geef .. toestemming
    ik doe .. mee
""")
