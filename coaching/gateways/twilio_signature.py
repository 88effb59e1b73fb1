"""Whether a request to our webhooks really comes from Twilio."""

from collections.abc import Iterable, Mapping

from twilio.request_validator import RequestValidator


def is_signed(tokens: Iterable[str], url: str, fields: Mapping[str, str], signature: str) -> bool:
    """Whether ``signature`` is right for that public address and those form fields with any of the tokens.

    Several tokens are in force while one is rotated. The comparison takes the same time whatever differs.
    """
    return any([RequestValidator(token).validate(url, dict(fields), signature) for token in tokens])  # noqa: C419
