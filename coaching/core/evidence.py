"""What the provider's list says about a text of which nobody knows whether it was taken."""

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

OUTBOUND = "outbound-api"


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the provider's list. ``created_at``: UTC, whole seconds, the provider's clock."""

    provider_id: str
    direction: str
    sender: str
    body: str
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: a text to this number, not created before ``since`` (a little before the claim)."""

    body: str
    senders: Collection[str]
    since: datetime
    known_ids: Collection[str]
    other_bodies: Collection[str]


class Finding(StrEnum):
    """What a complete reading of the list shows."""

    FOUND = "found"
    DOUBLED = "doubled"
    DOUBTFUL = "doubtful"
    ABSENT = "absent"


def judge(rows: Iterable[Listed], sought: Sought) -> tuple[Finding, list[str]]:
    """The finding, and the provider ids that it rests on.

    A candidate went out over the API, from our sender, since then, is not known to us and does not carry the text of
    another attempt that is open as well. Exactly one with our text is ours. Candidates with another text leave doubt:
    they are no proof of absence. Where several open attempts have one and the same text, fewer rows than attempts leave
    doubt as well, for nobody can say whose they are; as many rows as attempts are one each.
    """
    alike = 1 + sum(same_text(other, sought.body) for other in sought.other_bodies)
    candidates = [row for row in rows if _is_candidate(row, sought)]
    ours = sorted(row.provider_id for row in candidates if same_text(row.body, sought.body))
    if len(ours) == alike:
        return Finding.FOUND, ours[:1]
    if len(ours) > alike:
        return Finding.DOUBLED, ours
    return (Finding.DOUBTFUL if candidates else Finding.ABSENT), [row.provider_id for row in candidates]


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same after Unicode composition and trimming."""
    return unicodedata.normalize("NFC", one).strip() == unicodedata.normalize("NFC", other).strip()


def _is_candidate(row: Listed, sought: Sought) -> bool:
    return (
        row.direction == OUTBOUND
        and row.sender in sought.senders
        and row.created_at is not None
        and row.created_at >= sought.since
        and row.provider_id not in sought.known_ids
        and (same_text(row.body, sought.body) or not any(same_text(row.body, other) for other in sought.other_bodies))
    )
