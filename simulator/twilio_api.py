"""Twilio's Messages resource over HTTP: create, fetch, list."""

import base64
import binascii
import hmac

from aiohttp import web

from simulator.carrier import Account, Carrier
from simulator.create import read_create
from simulator.demo_clock import DemoClock
from simulator.fate import Operation, Proceed, Refuse, fate_of
from simulator.listing import ListRefused, read_page
from simulator.refusals import RECIPIENT_BLOCKED, UNKNOWN_CREDENTIALS, Refusal, not_found
from simulator.twilio_json import API_VERSION, sms_json


class TwilioApi:
    def __init__(self, account: Account, carrier: Carrier, demo_clock: DemoClock) -> None:
        self.account, self.carrier, self.demo_clock = account, carrier, demo_clock

    def routes(self) -> list[web.RouteDef]:
        messages = f"/{API_VERSION}/Accounts/{{account}}/Messages"
        return [
            web.post(f"{messages}.json", self.create_one),
            web.get(f"{messages}.json", self.list_page),
            web.get(f"{messages}/{{sid}}.json", self.fetch_one),
            web.route("*", f"/{API_VERSION}/{{rest:.*}}", self.unknown),
        ]

    async def create_one(self, request: web.Request) -> web.Response:
        if refusal := self._refused_access(request):
            return _refused(refusal)
        form = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        if refusal := self._decided("create", form.get("To")):
            return _refused(refusal)
        draft = read_create(form, self.account)
        if isinstance(draft, Refusal):
            return _refused(draft)
        if self.carrier.log.is_blocked(draft.sender, draft.recipient):
            return _refused(RECIPIENT_BLOCKED)
        await self.demo_clock.sharpen()
        return web.json_response(sms_json(self.account.sid, self.carrier.send(draft)), status=201)

    async def fetch_one(self, request: web.Request) -> web.Response:
        if refusal := self._refused_access(request) or self._decided("fetch"):
            return _refused(refusal)
        sms = self.carrier.log.find(request.match_info["sid"])
        if sms is None:
            return _refused(not_found(request.path))
        return web.json_response(sms_json(self.account.sid, sms))

    async def list_page(self, request: web.Request) -> web.Response:
        if refusal := self._refused_access(request) or self._decided("list"):
            return _refused(refusal)
        try:
            page = read_page(self.carrier.log, request.query)
        except ListRefused as refused:
            return _refused(refused.refusal)
        return web.json_response(page.body(self.account.sid))

    async def unknown(self, request: web.Request) -> web.Response:
        return _refused(self._refused_access(request) or not_found(request.path))

    def _refused_access(self, request: web.Request) -> Refusal | None:
        """Basic authentication first; then only the account's own tree exists."""
        if not self._is_known(request.headers.get("Authorization", "")):
            return UNKNOWN_CREDENTIALS
        return (
            None if request.match_info.get("account", self.account.sid) == self.account.sid else not_found(request.path)
        )

    def _is_known(self, authorization: str) -> bool:
        scheme, _, encoded = authorization.partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            return False
        expected = f"{self.account.sid}:{self.account.auth_token}".encode()
        return scheme.lower() == "basic" and hmac.compare_digest(given, expected)

    def _decided(self, operation: Operation, to: str | None = None) -> Refusal | None:
        match fate_of(operation, to):
            case Proceed():
                return None
            case Refuse(refusal):
                return refusal


def _refused(refusal: Refusal) -> web.Response:
    headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if refusal is UNKNOWN_CREDENTIALS else None
    return web.json_response(refusal.body(), status=refusal.status, headers=headers)
