"""The words for what the program knows by keys: states, answers, channels, problems of a form."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coaching.core.delivery_states import Purpose, Reason, State
from coaching.core.events import Channel
from coaching.core.red_flags import Tier
from coaching.core.replies import Command
from coaching.models.staff import Role

STATES: Mapping[str, Any] = {
    State.SCHEDULED: _("waiting"),
    State.SENDING: _("on its way"),
    State.UNCONFIRMED: _("uncertain"),
    State.SENT: _("sent"),
    State.DELIVERED: _("delivered"),
    State.FAILED: _("not delivered"),
    State.EXPIRED: _("not sent: too late"),
    State.CANCELLED: _("not sent"),
}
REASONS: Mapping[str, Any] = {
    Reason.NONE: "",
    Reason.REPLANNED: _("the plan changed"),
    Reason.NO_FRESH_TEXT: _("no text left that is new to the patient"),
    Reason.NO_CONSENT: _("the patient has stopped"),
    Reason.PAUSED: _("paused"),
    Reason.ENDED: _("the programme has ended"),
    Reason.TOO_LATE: _("its time has gone by"),
    Reason.TOO_SLOW: _("handed over too slowly"),
    Reason.QUIET_HOURS: _("quiet hours"),
    Reason.REJECTED: _("refused by the provider"),
    Reason.OPTED_OUT_AT_PROVIDER: _("the patient has stopped at the provider"),
    Reason.BOUNCED: _("did not reach the phone or mailbox"),
    Reason.OUTCOME_UNKNOWN: _("nobody knows whether it arrived"),
    Reason.EXHAUSTED: _("tried three times"),
}
PURPOSES: Mapping[str, Any] = {
    Purpose.COACHING: _("nudge"),
    Purpose.CHECK_IN: _("check-in"),
    Purpose.OPT_IN: _("request to confirm"),
    Purpose.ANSWER: _("automatic answer"),
    Purpose.MANUAL: _("written by hand"),
    Purpose.SAFETY: _("safety answer"),
    Purpose.STAFF_ALERT: _("alert"),
}
ANSWERS: Mapping[str, Any] = {"done": _("done"), "partly": _("partly"), "not_done": _("not done")}
COMMANDS: Mapping[str, Any] = {
    Command.CONFIRM: _("confirmed"),
    Command.DECLINE: _("does not want to take part"),
    Command.STOP: _("stop"),
    Command.START: _("start again"),
    Command.PAUSE: _("pause"),
    Command.RESUME: _("go on"),
    Command.LESS: _("fewer"),
    Command.MORE: _("more"),
    Command.HELP: _("help"),
    Command.LINK: _("own page"),
}
RED_FLAGS: Mapping[str, Any] = {
    Tier.EMERGENCY: _("emergency"),
    Tier.URGENT: _("urgent"),
    Tier.DISTRESS: _("distress"),
    Tier.SAME_DAY: _("call today"),
    Tier.FLARE: _("more trouble"),
}
OUTCOMES: Mapping[str, Any] = {
    "done": _("done"),
    "partly": _("partly"),
    "not_done": _("not done"),
    "silent": _("silent"),
    "not_delivered": _("not delivered"),
    "not_asked": _("not asked"),
    "open": _("open"),
}
DOSES: Mapping[str, Any] = {
    "daily": _("every day"),
    "programme": _("as the programme has it"),
    "fewer": _("fewer"),
}
CHANNELS: Mapping[str, Any] = {Channel.SMS: _("SMS"), Channel.EMAIL: _("email")}
LANGUAGES: Mapping[str, Any] = {"nl": "Nederlands", "en": "English"}
ROLES: Mapping[str, Any] = {
    Role.CHIROPRACTOR: _("chiropractor"),
    Role.ASSISTANT: _("assistant"),
    Role.ADMIN: _("admin"),
    Role.AUDITOR: _("auditor"),
    Role.OPERATOR: _("operator"),
}
STANDINGS: Mapping[str, Any] = {
    "unconfirmed": _("waiting for confirmation"),
    "active": _("active"),
    "paused": _("paused"),
    "stopped": _("stopped"),
    "ended": _("ended"),
}
TABLES: Mapping[str, Mapping[str, Any]] = {
    "state": STATES,
    "reason": REASONS,
    "purpose": PURPOSES,
    "answer": ANSWERS,
    "command": COMMANDS,
    "red_flag": RED_FLAGS,
    "outcome": OUTCOMES,
    "channel": CHANNELS,
    "language": LANGUAGES,
    "role": ROLES,
    "standing": STANDINGS,
}


def word(table: str, key: str) -> str:
    """The word for ``key``; a key that a clinic invented itself is shown as it is written, with spaces."""
    return str(TABLES[table].get(key, key.replace("_", " ")))


def say(given: Mapping[str, str]) -> str:
    """A programme's own words in the reader's language, or in the first one that it has."""
    return given.get(get_language() or "") or next(iter(given.values()), "")
