"""Row locks on addresses: what a claim, a STOP and a change of plan take first, always in the order of ids.

On PostgreSQL the lock does not collide with the insert of a delivery (``FOR NO KEY UPDATE``); on SQLite the IMMEDIATE
transaction is the lock.
"""

from collections.abc import Iterable

from coaching.models.contact_point import Address
from coaching.models.enrolment import Enrolment


def lock_addresses(ids: Iterable[int]) -> list[Address]:
    """Lock these addresses until the end of the transaction, waiting for whoever holds one."""
    wanted = Address.objects.filter(id__in=list(ids)).order_by("id")
    return list(wanted.select_for_update(no_key=True, of=("self",)))


def lock_free_addresses(ids: Iterable[int], most: int) -> list[int]:
    """Lock those of these addresses that nobody holds, at most so many, without waiting; returns their ids."""
    wanted = Address.objects.filter(id__in=list(ids)).order_by("id")
    return list(wanted.select_for_update(no_key=True, skip_locked=True).values_list("id", flat=True)[:most])


def lock_addresses_of(enrolment: Enrolment) -> list[Address]:
    """Lock every address at which the patient can be reached."""
    return lock_addresses(
        Address.objects.filter(contact_points__patient=enrolment.patient_id).values_list("id", flat=True)
    )
