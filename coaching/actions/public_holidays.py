"""The public holidays of a country or a part of it, from the holidays library, with their Dutch and English names."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import holidays

YEARS: Final = range(2020, 2061)
"""Enough for every plan of a programme's length; computed once for each country and region that a clinic is in."""


@lru_cache(maxsize=64)
def public_holidays(country: str, region: str) -> Mapping[date, Mapping[str, str]]:
    """By date the name in Dutch and English; in the country's own language where the library has no translation.

    A country or region that the library does not know has none: nothing is skipped, rather than everything stopped.
    """
    known = holidays.list_supported_countries(include_aliases=False)
    if country not in known or (region and region not in known[country]):
        return MappingProxyType({})
    dutch, english = (_named(country, region, prefix) for prefix in ("nl", "en"))
    return MappingProxyType(
        {on_date: MappingProxyType({"nl": dutch[on_date], "en": english[on_date]}) for on_date in dutch}
    )


def _named(country: str, region: str, language: str) -> dict[date, str]:
    """The names in the first of the country's languages that begins so; in its own where there is none."""
    spoken = holidays.list_localized_countries(include_aliases=False).get(country, [])
    chosen = next((one for one in spoken if one.startswith(language)), None)
    days = holidays.country_holidays(country, subdiv=region or None, years=YEARS, language=chosen)
    return {on_date: str(name) for on_date, name in days.items()}
