"""Which text a patient gets: none twice within 28 days, each patient in an order of their own."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from coaching.core.programme import Text
from coaching.core.texts import REST_DAYS, choose_text

START_ON = date(2026, 3, 2)

TEXTS = st.lists(
    st.builds(
        Text,
        id=st.text(alphabet="abcde", min_size=1, max_size=3),
        kind=st.just("walk"),
        phase=st.none(),
        bodies=st.just({"nl": "Loop."}),
        exercise=st.sampled_from([None, None, "bridge", "plank"]),
        steps_up=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda text: text.id,
)
TICKED = st.frozensets(st.sampled_from(["bridge", "plank", "other"]))


def plain(*ids: str) -> list[Text]:
    return [Text(text_id, "walk", None, {"nl": "Loop."}) for text_id in ids]


def choose(texts: list[Text], used: dict[str, date], on_date: date, seed: str = "patient") -> str | None:
    chosen = choose_text(texts, patient_seed=seed, used=used, on_date=on_date, ticked=frozenset(), steps_up=False)
    return chosen.id if chosen else None


@given(TEXTS, TICKED, st.booleans(), st.text(), st.lists(st.integers(1, 9), max_size=40))
def test_over_any_days_no_text_comes_back_within_28_days(
    texts: list[Text], ticked: frozenset[str], steps_up: bool, seed: str, gaps: list[int]
) -> None:
    used: dict[str, date] = {}
    on_date = START_ON
    for gap in gaps:
        on_date += timedelta(days=gap)
        text = choose_text(texts, patient_seed=seed, used=used, on_date=on_date, ticked=ticked, steps_up=steps_up)
        fitting = [one for one in texts if one.exercise in {None, *ticked} and (steps_up or not one.steps_up)]
        if text is None:
            assert all((on_date - used[one.id]).days <= REST_DAYS for one in fitting)
            continue
        assert text in fitting
        assert text.id not in used or (on_date - used[text.id]).days > REST_DAYS
        assert text.id not in used or all(used.get(one.id, date.min) >= used[text.id] for one in fitting)
        used[text.id] = on_date


@given(TEXTS, st.text(), st.permutations(range(12)))
def test_the_choice_does_not_depend_on_the_order_of_the_file(texts: list[Text], seed: str, order: list[int]) -> None:
    shuffled = [texts[index] for index in order if index < len(texts)]
    assert choose(texts, {}, START_ON, seed) == choose(shuffled, {}, START_ON, seed)


def test_the_28th_day_is_too_early_and_the_29th_is_not() -> None:
    used = {"a": START_ON}
    assert choose(plain("a"), used, START_ON + timedelta(days=28)) is None
    assert choose(plain("a"), used, START_ON + timedelta(days=29)) == "a"


def test_the_same_patient_gets_the_same_rotation_on_any_machine() -> None:
    rotation, used = [], {}
    for week in range(4):
        on_date = START_ON + timedelta(weeks=week)
        chosen = choose(plain("a", "b", "c", "d"), used, on_date, seed="4711")
        assert chosen is not None
        rotation.append(chosen)
        used[chosen] = on_date
    assert rotation == ["d", "c", "b", "a"]


def test_patients_begin_with_different_texts() -> None:
    texts = plain("a", "b", "c", "d")
    assert {choose(texts, {}, START_ON, seed=str(number)) for number in range(40)} == {"a", "b", "c", "d"}


def test_a_new_text_goes_before_one_that_has_been_used() -> None:
    assert choose(plain("old", "new"), {"old": START_ON - timedelta(days=300)}, START_ON) == "new"


def test_without_a_text_that_fits_there_is_none() -> None:
    texts = [
        Text("a", "walk", None, {"nl": "Loop."}, exercise="plank"),
        Text("b", "walk", None, {"nl": "Loop."}, steps_up=True),
    ]
    assert choose(texts, {}, START_ON) is None
