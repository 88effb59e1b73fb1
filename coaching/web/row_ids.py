"""The numbers of rows in addresses and forms: at most 18 digits, so that each fits the databases' 64 bits."""

import re
from typing import Final

DIGITS: Final = "[0-9]{1,18}"


class RowId:
    """``<row:…>`` in an address. A longer number is no address of ours, so it gets a 404."""

    regex = DIGITS

    def to_python(self, value: str) -> int:
        """The number that stands in the address."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number as it stands in an address."""
        return str(value)


def read_row_id(given: str) -> int | None:
    """The number of a row that a form names; None for anything that cannot be one."""
    return int(given) if re.fullmatch(DIGITS, given) else None
