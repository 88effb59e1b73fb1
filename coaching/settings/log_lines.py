"""How a log line looks: one line, whatever a value holds, and no private link in it."""

import logging
import re
from typing import Final

PRIVATE: Final = re.compile(r"(/(?:p|u|webhooks/twilio/status)/)[^\s/?'\"]+")
"""The last part of an address that lets whoever reads it act as a patient, or as the provider."""


class OneLine(logging.Formatter):
    """Keeps each record on one line, so that no value can forge a second one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's text with line breaks made visible and private links masked."""
        return PRIVATE.sub(r"\1…", super().format(record).replace("\r", "\\r").replace("\n", "\\n"))
