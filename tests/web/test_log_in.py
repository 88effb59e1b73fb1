"""Logging in, the language, and what every answer carries to keep a browser safe."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from coaching.models import Staff
from coaching.models.staff import Role
from coaching.settings.environment import ENVIRONMENT
from coaching.web import demo_clock, demo_phones
from coaching.web.staff import login

from .conftest import Practice

PASSWORD = "a long enough password"


@pytest.fixture
def sanne(ours: Practice) -> Staff:
    person = ours.staff(Role.CHIROPRACTOR)
    person.username, person.language = "sanne", "nl"
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (login, demo_clock, demo_phones):
        monkeypatch.setattr(module, "ENVIRONMENT", replace(ENVIRONMENT, kind="production"))


def test_the_right_password_leads_to_today_in_the_own_language(sanne: Staff) -> None:
    client = Client(headers={"Accept-Language": "en"})
    assert "Log in" in client.get("/login").content.decode()
    answer = client.post("/login", {"username": "sanne", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/today", 302)]
    assert '<html lang="nl">' in answer.content.decode()


def test_the_page_that_was_asked_for_comes_after_the_log_in(sanne: Staff) -> None:
    client = Client()
    asked = client.get("/patients?page=2")
    assert asked.headers["Location"] == "/login?next=/patients%3Fpage%3D2"
    answer = client.post(
        asked.headers["Location"], {"username": "sanne", "password": PASSWORD, "next": "/patients?page=2"}
    )
    assert answer.headers["Location"] == "/patients?page=2"
    away = Client().post("/login", {"username": "sanne", "password": PASSWORD, "next": "https://evil.example/"})
    assert away.headers["Location"] == "/today"


@pytest.mark.parametrize(("language", "words"), [("nl", "horen niet bij elkaar"), ("en", "do not go together")])
def test_a_wrong_password_is_said_in_the_browsers_language(sanne: Staff, language: str, words: str) -> None:
    client = Client(headers={"Accept-Language": language})
    assert words in client.post("/login", {"username": "sanne", "password": "wrong"}).content.decode()


def test_guessing_is_stopped(sanne: Staff) -> None:
    client = Client(headers={"Accept-Language": "en"})
    answers = [client.post("/login", {"username": "sanne", "password": "wrong"}) for _ in range(6)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert "Too many attempts" in answers[-1].content.decode()
    assert client.post("/login", {"username": "sanne", "password": PASSWORD}).status_code == 429


def test_logging_out_is_a_post_and_ends_it(chiropractor: Client) -> None:
    assert chiropractor.get("/logout").status_code == 405
    assert chiropractor.post("/logout").headers["Location"] == "/login"
    assert chiropractor.get("/today").status_code == 302


def test_the_switch_is_kept_with_the_person(ours: Practice, chiropractor: Client) -> None:
    answer = chiropractor.post("/language", {"language": "nl", "next": "/patients"}, follow=True)
    assert answer.redirect_chain == [("/patients", 302)]
    assert "<h1>Patiënten</h1>" in answer.content.decode()
    assert ours.staff(Role.CHIROPRACTOR).language == "nl"


def test_the_switch_works_before_the_log_in(db: None) -> None:
    client = Client(headers={"Accept-Language": "nl"})
    assert "<h1>Inloggen</h1>" in client.get("/login").content.decode()
    client.post("/language", {"language": "en", "next": "/login"})
    answer = client.get("/login")
    assert "<h1>Log in</h1>" in answer.content.decode()
    assert answer.headers["Content-Language"] == "en"


def test_a_language_that_does_not_exist_changes_nothing(ours: Practice, chiropractor: Client) -> None:
    for back in ("https://evil.example/", "//evil.example", "javascript:alert(1)", ""):
        assert chiropractor.post("/language", {"language": "xx", "next": back}).headers["Location"] == "/"
    assert ours.staff(Role.CHIROPRACTOR).language == "en"


@pytest.mark.parametrize("role", Role)
def test_one_click_logs_in_a_role_of_the_demonstration(ours: Practice, role: Role) -> None:
    client = Client()
    assert client.get(f"/demo/login/{role}").headers["Location"] == "/today"
    assert client.get("/today").status_code == 200
    assert client.get("/demo/login/king").status_code == 404


def test_production_has_no_open_doors(ours: Practice, in_production: None) -> None:
    client = Client()
    assert client.get("/demo/login/admin").status_code == 404
    assert client.get("/demo/clock").status_code == 404
    assert client.get("/demo/phones").status_code == 404
    assert "/demo/login" not in client.get("/login").content.decode()


def test_no_page_allows_inline_script_or_style(ours: Practice, logged_in: Callable[..., Client]) -> None:
    client = logged_in(Role.ADMIN)
    patient = f"/patients/{ours.enrolment.patient_id}"
    for address in (
        "/today",
        "/patients",
        "/enrol",
        patient,
        "/programmes/low_back",
        "/programmes/low_back/nudges/calm-walk",
    ):
        answer = client.get(address)
        policy, page = answer.headers["Content-Security-Policy"], answer.content.decode()
        nonce = re.search(r"'nonce-([^']+)'", policy)
        assert nonce is not None, address
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        scripts = re.findall(r"<script[^>]*>", page)
        assert scripts
        assert all(f'nonce="{nonce[1]}"' in script and "src=" in script for script in scripts), address
        assert not re.search(r"\s(style|on[a-z]+|hx-on[^=]*)=", re.sub(r">[^<]*<", "><", page)), address
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_form_without_its_proof_of_origin_changes_nothing(ours: Practice, sanne: Staff) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(sanne, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/patients/{ours.enrolment.patient_id}/pause", {"days": "3"})
    assert answer.status_code == 403
    assert "Dit formulier stond te lang open" in answer.content.decode()
    assert not ours.enrolment.events.filter(kind="paused").exists()


def test_every_link_of_a_page_leads_somewhere(ours: Practice, logged_in: Callable[..., Client]) -> None:
    client, seen, to_see = logged_in(Role.ADMIN), set[str](), {"/today"}
    while to_see:
        address = to_see.pop()
        seen.add(address)
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        found = re.findall(r'(?:href|hx-get)="(/[^"#]*)"', answer.content.decode())
        to_see |= {one for one in found if not one.startswith("/static/")} - seen
    assert len(seen) > 20
