"""The webhooks' addresses."""

from django.urls import path, re_path

from coaching.web.webhooks import twilio

urlpatterns = [
    path("inbound", twilio.inbound, name="twilio_inbound"),
    re_path(r"^status/(?P<token>[0-9a-f]{32})$", twilio.status, name="twilio_status"),
]
