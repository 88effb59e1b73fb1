"""Twilio's request signature: https://www.twilio.com/docs/usage/security#validating-requests."""

import base64
import hashlib
import hmac
from collections.abc import Mapping


def signature(auth_token: str, url: str, form: Mapping[str, str]) -> str:
    """What stands in `X-Twilio-Signature`: HMAC-SHA1 over the whole address and the form's fields, sorted by name."""
    text = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(auth_token.encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
