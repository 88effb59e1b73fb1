"""Every address, and the view behind it."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path, register_converter

from coaching.web import demo_clock, demo_phones, health, language
from coaching.web.patient import pages as patient_pages
from coaching.web.row_ids import RowId
from coaching.web.staff import change_patient, enrol, login, nudge_editor, patient, patients, programmes, today

register_converter(RowId, "row")

handler400 = "coaching.web.errors.bad_request"
handler403 = "coaching.web.errors.not_allowed"
handler404 = "coaching.web.errors.not_found"
handler500 = "coaching.web.errors.broken"

urlpatterns = [
    path("", login.front_door, name="front_door"),
    path("login", login.LogIn.as_view(), name="login"),
    path("logout", LogoutView.as_view(), name="logout"),
    path("language", language.switch, name="language"),
    path("demo/login/<slug:role>", login.demo_login, name="demo_login"),
    path("demo/clock", demo_clock.clock, name="demo_clock"),
    path("demo/phones", demo_phones.phones, name="demo_phones"),
    path("today", today.page, name="today"),
    path("today/live", today.page_live, name="today_live"),
    path("texts/<row:inbound_id>/read", today.read, name="read_inbound"),
    path("patients", patients.page, name="patients"),
    path("enrol", enrol.page, name="enrol"),
    path("enrol/preview", enrol.preview, name="enrol_preview"),
    path("patients/<row:patient_id>", patient.page, name="patient"),
    path("patients/<row:patient_id>/conversation", patient.talk, name="patient_talk"),
    path("patients/<row:patient_id>/adherence", patient.keeping_up, name="patient_adherence"),
    path("patients/<row:patient_id>/why", patient.why, name="patient_why"),
    path("patients/<row:patient_id>/phase", change_patient.phase, name="patient_phase"),
    path("patients/<row:patient_id>/pause", change_patient.pausing, name="patient_pause"),
    path("patients/<row:patient_id>/resume", change_patient.resuming, name="patient_resume"),
    path("patients/<row:patient_id>/end", change_patient.ending, name="patient_end"),
    path("patients/<row:patient_id>/skip", change_patient.skipping, name="patient_skip"),
    path("patients/<row:patient_id>/times", change_patient.times, name="patient_times"),
    path("programmes", programmes.index, name="programmes"),
    path("programmes/<slug:key>", programmes.page, name="programme"),
    path("programmes/<slug:key>/nudges/<slug:nudge_key>", nudge_editor.page, name="nudge"),
    path("programmes/<slug:key>/nudges/<slug:nudge_key>/look", nudge_editor.look, name="nudge_look"),
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("p/<str:token>", patient_pages.own_page, name="patient_page"),
    path("u/<str:token>", patient_pages.unsubscribe, name="unsubscribe"),
    path("webhooks/twilio/", include("coaching.web.webhooks.urls")),
]
