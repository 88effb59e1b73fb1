"""Twilio's webhooks: what a patient sends, and what became of what we sent.

The signature is checked against the configured public address. Before that, nothing of the body is read but the account
and the number, and nothing is stored. A repeat that is signed gets the same 200 and changes nothing.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from coaching.actions.receive_receipt import receive_receipt
from coaching.actions.receive_sms import receive_sms
from coaching.core.events import Channel
from coaching.gateways.twilio_signature import is_signed
from coaching.models import Clinic
from coaching.models.clock import now
from coaching.models.contact_point import address_index
from coaching.settings.environment import ENVIRONMENT

LARGEST_BODY: Final = 65_536
EMPTY_ANSWER: Final = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'

View = Callable[..., HttpResponse]


def signed(view: View) -> View:
    """Let a request through only if Twilio signed it for this address, for our account."""

    def checked(request: HttpRequest, **parts: str) -> HttpResponse:
        if not _is_small(request.headers.get("Content-Length") or "0"):
            return HttpResponse(status=413)
        fields = request.POST.dict()
        address = ENVIRONMENT.public_url + request.get_full_path()
        signature = request.headers.get("X-Twilio-Signature", "")
        ours = fields.get("AccountSid") == ENVIRONMENT.twilio_account_sid
        if not ours or not is_signed(ENVIRONMENT.twilio_auth_tokens, address, fields, signature):
            return HttpResponseForbidden("The signature is not right for this address.", content_type="text/plain")
        return view(request, **parts)

    return csrf_exempt(require_POST(checked))


def _is_small(length: str) -> bool:
    """Whether the announced length is a number, and small enough to be read."""
    return (
        length.isascii() and length.isdigit() and len(length) <= len(str(LARGEST_BODY)) and int(length) <= LARGEST_BODY
    )


@signed
def inbound(request: HttpRequest) -> HttpResponse:
    """A text from a phone. Stored, then acted on; 200 even when acting on it fails, for the text is safe."""
    fields = {name: str(value) for name, value in request.POST.dict().items()}
    clinic = _clinic_of(fields.get("From", "")) if _came_to_us(fields) else None
    if clinic is None or not fields.get("MessageSid") or not fields.get("From"):
        return HttpResponseForbidden("This number is not ours.", content_type="text/plain")
    receive_sms(clinic, fields, now())
    return HttpResponse(EMPTY_ANSWER, content_type="text/xml")


@signed
def status(request: HttpRequest, token: str) -> HttpResponse:
    """News of a text that we sent, found by our own token. An unknown token is no error of Twilio's: 200."""
    fields = {name: str(value) for name, value in request.POST.dict().items()}
    receive_receipt(bytes.fromhex(token), fields, now())
    return HttpResponse(status=204)


def _came_to_us(fields: Mapping[str, str]) -> bool:
    """Whether it came to our number, or to any number of our messaging service."""
    service = ENVIRONMENT.twilio_messaging_service_sid
    if service and fields.get("MessagingServiceSid") == service:
        return True
    return fields.get("To") == ENVIRONMENT.twilio_from if ENVIRONMENT.twilio_from else bool(service)


def _clinic_of(sender: str) -> Clinic | None:
    """The clinic that a text is for: of those that share the environment's sender, the one that knows the patient."""
    knows = Clinic.objects.filter(
        addresses__channel=Channel.SMS, addresses__index=address_index(Channel.SMS, sender)
    ).order_by("id")
    return knows.first() or Clinic.objects.order_by("id").first()
