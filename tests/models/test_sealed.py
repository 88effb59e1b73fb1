"""Sealed fields and blind indexes: what lies in the database says nothing, and still is found."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from coaching.models import Address, Clinic, Inbound, Patient, sealed
from coaching.models.contact_point import address_index
from coaching.models.sealed import CannotUnseal, SealedText, blind_index, seal, unseal
from coaching.settings.environment import ENVIRONMENT, EnvironmentInvalid

AT = datetime(2026, 9, 7, 8, tzinfo=UTC)
MARKER = "Markeringa Zichtbaar"
OLD, NEW = "1:" + "ab" * 32, "2:" + "cd" * 32


@pytest.fixture
def keys() -> Iterator[None]:
    """Other keys may be set during the test."""
    before = ENVIRONMENT.field_keys
    yield
    use(before)


def use(ring: str) -> None:
    object.__setattr__(ENVIRONMENT, "field_keys", ring)
    for cached in (sealed._keys, sealed._derived, sealed._cipher):
        cached.cache_clear()


def everything_stored() -> bytes:
    """Every value of every table of ours, as the database has it."""
    stored = b""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("coaching_"):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (names of our own tables)
                stored += b"\n".join(
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    for row in cursor.fetchall()
                    for value in row
                )
    return stored


def test_what_is_stored_does_not_hold_the_text(clinic: Clinic) -> None:
    patient = Patient.objects.create(clinic=clinic, name=MARKER, first_name="Voornaampje", created_at=AT)
    Address.objects.create(
        clinic=clinic, channel="sms", index=address_index("sms", "+31687654321"), value="+31687654321"
    )
    Inbound.objects.create(
        clinic=clinic, channel="sms", provider_id="SM1", sender="+31687654321", sender_index=b"x" * 16,
        body="rugpijnmarkering", raw='{"Body": "rugpijnmarkering"}', meaning={"words": "rugpijnmarkering"}, sent_at=AT,
        received_at=AT,
    )  # fmt: skip
    stored = everything_stored()
    assert b"MoveWell" in stored, "the clinic's name is open: the test sees what there is"
    for marker in (MARKER, "Zichtbaar", "Voornaampje", "31687654321", "87654321", "rugpijnmarkering"):
        assert marker.encode() not in stored
    assert Patient.objects.get(pk=patient.pk).name == MARKER
    assert Inbound.objects.get().meaning == {"words": "rugpijnmarkering"}


def test_an_update_seals_as_well(clinic: Clinic) -> None:
    Patient.objects.create(clinic=clinic, name="a", first_name="b", created_at=AT)
    Patient.objects.update(name=MARKER)
    Patient.objects.bulk_update(
        [one for one in Patient.objects.all() if not setattr(one, "first_name", MARKER)], ["first_name"]
    )
    assert MARKER.encode() not in everything_stored()
    assert (Patient.objects.get().name, Patient.objects.get().first_name) == (MARKER, MARKER)


@given(st.text())
def test_any_text_comes_back_as_it_went(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert unseal(seal(text, "patient.name"), "patient.name") == text


def test_the_same_text_is_never_sealed_the_same() -> None:
    assert len({seal(MARKER, "patient.name") for _ in range(20)}) == 20


def test_a_value_that_was_moved_to_another_column_does_not_open(clinic: Clinic) -> None:
    Patient.objects.create(clinic=clinic, name=MARKER, first_name="b", created_at=AT)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE coaching_patient SET first_name = name")
    with pytest.raises(CannotUnseal, match=r"patient\.first_name"):
        Patient.objects.get()


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_a_value_that_was_changed_does_not_open_and_the_error_does_not_tell_it(place: int) -> None:
    changed = bytearray(seal(MARKER, "patient.name"))
    changed[place] ^= 1
    with pytest.raises(CannotUnseal) as refused:
        unseal(bytes(changed), "patient.name")
    assert MARKER not in str(refused.value)


@pytest.mark.parametrize("stored", [b"", b"\x01", b"\x01" + b"x" * 12])
def test_a_value_that_is_too_short_does_not_open(stored: bytes) -> None:
    with pytest.raises(CannotUnseal):
        unseal(stored, "patient.name")


@pytest.mark.parametrize("lookup", ["", "__exact", "__contains", "__startswith", "__in", "__iexact", "__gt"])
def test_a_sealed_column_cannot_be_searched(lookup: str, clinic: Clinic) -> None:
    """It would be sealed anew and silently find nothing."""
    with pytest.raises(FieldError):
        list(Patient.objects.filter(**{f"name{lookup}": [MARKER] if lookup == "__in" else MARKER}, clinic=clinic))
    assert Patient.objects.filter(name__isnull=True).count() == 0


def test_every_sealed_column_is_meant_to_be() -> None:
    assert [type(field) for field in (Patient._meta.get_field("name"), Address._meta.get_field("value"))] == [
        SealedText
    ] * 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna@Clinic.NL ", "anna@clinic.nl"),
        ("e\u0301@x.nl", "é@x.nl"),
        ("\u212b@x.nl", "å@x.nl"),
        ("STRASSE@x", "straße@x"),
    ],
)
def test_the_blind_index_sees_through_case_blanks_and_composition(one: str, other: str) -> None:
    assert blind_index("address email", one) == blind_index("address email", other)


def test_the_blind_index_differs_by_what_it_is_for_and_by_its_key(keys: None) -> None:
    assert blind_index("address sms", "1") != blind_index("address email", "1")
    before = blind_index("address sms", "1")
    assert len(before) == 16
    use(NEW)
    assert blind_index("address sms", "1") != before


def test_a_new_key_seals_and_the_old_one_still_opens(keys: None) -> None:
    use(OLD)
    sealed_before = seal(MARKER, "patient.name")
    use(f"{NEW},{OLD}")
    assert unseal(sealed_before, "patient.name") == MARKER
    assert seal(MARKER, "patient.name")[0] == 2
    use(NEW)
    with pytest.raises(CannotUnseal, match="key 1, which FIELD_KEYS does not hold"):
        unseal(sealed_before, "patient.name")


@pytest.mark.parametrize(
    "ring", ["", "1", "1:zz", "1:" + "ab" * 31, "256:" + "ab" * 32, "-1:" + "ab" * 32, "x:" + "ab" * 32]
)
def test_keys_that_cannot_be_right_are_refused_with_the_form(ring: str, keys: None) -> None:
    use(ring)
    with pytest.raises(EnvironmentInvalid, match=r"64 (random )?hexadecimal digits"):
        seal("x", "patient.name")
