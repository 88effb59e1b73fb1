"""How a log line looks: one line, key=value, no personal data, whatever a value holds."""

import logging
import re
from typing import Final

import structlog

structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["event", "level"], sort_keys=True),
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)


PRIVATE: Final = re.compile(r"(/(?:p|u|webhooks/twilio/status)/)[^\s/?'\"]+")
"""The last part of an address that lets whoever reads it act as a patient, or as the provider."""


class OneLine(logging.Formatter):
    """Keeps each record on one line, so that no value can forge a second one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's text with line breaks made visible and private links masked."""
        return PRIVATE.sub(r"\1…", super().format(record).replace("\r", "\\r").replace("\n", "\\n"))
