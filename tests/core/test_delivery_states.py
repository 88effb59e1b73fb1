"""The table of a delivery's life: complete, without dead ends, and drawn in the documentation."""

from io import StringIO
from itertools import product
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from coaching.core.delivery_explanation import explain_state
from coaching.core.delivery_states import (
    CHECKED_PURPOSES,
    FINAL,
    TABLE,
    UNDER_WAY,
    URGENT_PURPOSES,
    News,
    NotAllowed,
    Purpose,
    Reason,
    State,
    after,
    picture,
    states_before,
)  # fmt: skip


def test_what_is_final_has_no_way_out() -> None:
    assert {state for state, _ in TABLE} == set(State) - set(FINAL)


@pytest.mark.parametrize("news", News)
def test_every_news_changes_something(news: News) -> None:
    assert states_before(news)
    assert set(states_before(news)) == {state for state in State if (state, news) in TABLE}


@pytest.mark.parametrize(("state", "news"), list(product(State, News)))
def test_a_change_is_in_the_table_or_refused(state: State, news: News) -> None:
    if (state, news) in TABLE:
        assert after(state, news) is TABLE[state, news]
    else:
        with pytest.raises(NotAllowed, match=f"{state} cannot be {news}"):
            after(state, news)


@pytest.mark.parametrize("news", News)
def test_one_news_never_moves_a_delivery_twice(news: News) -> None:
    """It is applied state after state: what it leads to must not be a state from which it leads on."""
    assert {after(state, news) for state in states_before(news)} & set(states_before(news)) == set()


def test_only_a_proven_absence_or_a_safety_text_leads_from_unconfirmed_to_another_hand_over() -> None:
    back = {news for (state, news), following in TABLE.items() if (state, following) == ("unconfirmed", "scheduled")}
    assert back == {News.ABSENT, News.AGAIN}


def test_a_claim_is_the_only_way_to_a_hand_over() -> None:
    assert {entry for entry, following in TABLE.items() if following is State.SENDING} == {
        (State.SCHEDULED, News.CLAIMED)
    }


def test_what_was_not_taken_goes_back_only_while_it_is_being_sent() -> None:
    for news in (News.DEFERRED, News.RELEASED, News.REJECTED, News.LOST):
        assert states_before(news) == (State.SENDING,)


def test_evidence_settles_it_from_wherever_it_stands() -> None:
    for news in (News.CONFIRMED, News.BOUNCED):
        assert set(states_before(news)) == set(State) - set(FINAL)
    assert set(states_before(News.ACCEPTED)) == {State.SCHEDULED, *UNDER_WAY}


def test_every_state_is_reached_and_leads_to_an_end() -> None:
    reached = {State.SCHEDULED, *TABLE.values()}
    assert reached == set(State)
    ends = {state: {following for (start, _), following in TABLE.items() if start is state} for state in State}
    for state in set(State) - set(FINAL):
        assert ends[state] & set(FINAL)


def test_every_purpose_has_a_worker() -> None:
    assert sorted([*CHECKED_PURPOSES, *URGENT_PURPOSES]) == sorted(Purpose)


@pytest.mark.parametrize(("state", "reason"), list(product(State, Reason)))
def test_every_state_and_reason_has_words(state: State, reason: Reason) -> None:
    dutch, english = (explain_state(state, reason, language) for language in ("nl", "en"))
    assert dutch != english
    assert dutch[0].isupper()
    assert not reason or reason.value not in english.split()


def test_the_picture_shows_each_change_once() -> None:
    arrows = [line.strip() for line in picture().splitlines() if "-->" in line]
    assert len(arrows) == len(set(arrows))
    told = {
        (start, news.strip().replace(" ", "_"))
        for start, _, rest in (arrow.partition(" --> ") for arrow in arrows)
        for news in rest.partition(":")[2].split(",")
        if news
    }
    assert told == {(state.value, news.value) for state, news in TABLE}


def test_the_picture_in_the_documentation_is_the_table() -> None:
    assert call_command("draw_states", "--check", stdout=StringIO()) is None, "a stale picture raises"


def test_a_stale_picture_is_refused_with_the_mend(tmp_path: Path) -> None:
    page = tmp_path / "states.md"
    page.write_text("# Page\n\n<!-- picture -->\nold\n<!-- /picture -->\n\nEnd.\n")
    with pytest.raises(CommandError, match=r"manage\.py draw_states"):
        call_command("draw_states", "--check", "--page", str(page))
    call_command("draw_states", "--page", str(page), stdout=StringIO())
    call_command("draw_states", "--check", "--page", str(page), stdout=StringIO())
    assert page.read_text().startswith("# Page\n\n<!-- picture -->\n```mermaid\nstateDiagram-v2\n")
    assert page.read_text().endswith("```\n<!-- /picture -->\n\nEnd.\n")


def test_a_page_without_a_place_for_the_picture_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "states.md"
    page.write_text("# Page\n")
    for where in (page, tmp_path / "missing.md"):
        with pytest.raises(CommandError, match="picture"):
            call_command("draw_states", "--page", str(where))
