"""Email over SMTP: hand one over. Only between the final dot and its answer can the outcome be unknown."""

import asyncio
import smtplib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives, get_connection

from coaching.core.outcomes import Accepted, Deferred, Lost, Outcome, Rejected

SMTP_AUTH_CODES = frozenset({530, 534, 535, 538})
SMTP_PERMANENT = 500
IN_ALL_SECONDS = 8
MAILS_AT_ONCE = 192
"""As many as are ever handed over side by side: none waits for a thread while its time runs."""


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """One mail to hand over. ``message_id`` is chosen before, so that a bounce or a reply finds its attempt.

    ``stop_link``: one click there ends the mails (RFC 8058).
    """

    to: str
    sender: str
    subject: str
    text: str
    html: str
    message_id: str
    stop_link: str


class SmtpMail:
    """The clinic's mail server."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MAILS_AT_ONCE, thread_name_prefix="mail")

    async def hand_over(self, mail: OutgoingMail) -> Outcome:
        """Hand it over once, in a thread. Never raises, and answers in time: after that nobody knows."""
        sending = asyncio.get_running_loop().run_in_executor(self._threads, self._send, mail)
        try:
            return await asyncio.wait_for(sending, IN_ALL_SECONDS)
        except TimeoutError:
            return Lost("the mail server did not answer in time")
        except Exception:  # noqa: BLE001  (whatever it was: nobody knows whether the mail went)
            return Lost("the mail could not be handed over")

    def _send(self, mail: OutgoingMail) -> Outcome:
        letter = EmailMultiAlternatives(mail.subject, mail.text, mail.sender, [mail.to])
        letter.extra_headers = {
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{mail.stop_link}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        letter.attach_alternative(mail.html, "text/html")
        connection = get_connection()
        try:
            connection.open()
        except (OSError, smtplib.SMTPException) as raised:
            return _not_taken(raised)
        try:
            connection.send_messages([letter])
        except (OSError, smtplib.SMTPException) as raised:
            return _refused(raised)
        finally:
            _hang_up(connection)
        return Accepted(mail.message_id)


def _hang_up(connection: object) -> None:
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return  # the mail was handed over or refused before; the goodbye does not matter


def _not_taken(raised: Exception) -> Outcome:
    code = getattr(raised, "smtp_code", 0)
    return Deferred("mail server refused us" if code else "no mail server", stops_sender=code in SMTP_AUTH_CODES)


def _refused(raised: Exception) -> Outcome:
    if isinstance(raised, smtplib.SMTPRecipientsRefused):
        code = next(iter(raised.recipients.values()))[0]
    elif isinstance(raised, smtplib.SMTPResponseException):
        code = raised.smtp_code
    else:
        return Lost("the mail server did not answer")
    if code >= SMTP_PERMANENT:
        return Rejected(str(code), "the mail server refused it")
    return Deferred("the mail server is busy", wait_seconds=120)
