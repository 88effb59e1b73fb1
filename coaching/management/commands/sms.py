"""The command `sms`: how long texts are as SMS."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from coaching.core.sms_text import measure


class Command(BaseCommand):
    """Read texts from stdin, one a line, and print their encoding, units, segments and offenders as JSON."""

    help = "Reads texts from stdin, one a line, and prints for each one JSON object with its length as an SMS."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 — Django's signature
        for line in sys.stdin.buffer:
            text = line.decode(errors="replace").rstrip("\r\n")
            self.stdout.write(json.dumps(asdict(measure(text)), ensure_ascii=False))
