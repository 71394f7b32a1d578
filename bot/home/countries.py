"""Which countries a person is offered for their holidays: a menu of Slack holds a hundred, the world has more."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.people.working_days import regions

# One place of the menu's hundred is for none, two are for the person's own.
COMMON = """
AE AR AT AU BA BD BE BG BO BR BY CA CH CL CM CN CO CR CY CZ DE DK DO DZ EC EE EG ES ET FI FR GB GE
GH GR GT HK HR HU ID IE IL IN IQ IS IT JO JP KE KH KR KW KZ LB LK LT LU LV MA MD MT MX MY NG NL NO
NP NZ OM PA PE PH PK PL PR PT PY QA RO RS RU SA SE SG SI SK TH TN TR TW UA UG US UY VE VN ZA
"""


def offered(zone: ZoneInfo, current: str | None) -> list[tuple[str, str]]:
    """Codes and names of at most 99 countries: the one that counts now, the zone's, then common ones by name."""
    names, common = dict(regions()), COMMON.split()
    wanted = [current, country_of(zone), *(code for code in names if code in common)]
    return [(code, names[code]) for code in dict.fromkeys(wanted) if code in names][:99]


def region_name(region: str) -> str:
    """A region in words and as its code: “Germany (DE-BE)”; the code alone if nobody knows it any more."""
    name = dict(regions()).get(region.partition("-")[0])
    return region if name is None else f"{name} ({region})"


def country_of(zone: ZoneInfo) -> str | None:
    """The country a zone lies in, by the IANA tables; None for zones of no country, such as UTC."""
    known = _countries_by_zone()
    return known.get(zone.key) or known.get(_other_names().get(zone.key, ""))


@cache
def _countries_by_zone() -> Mapping[str, str]:
    rows = (line.split("\t") for line in _table("zone.tab") if line and not line.startswith("#"))
    return MappingProxyType({row[2]: row[0] for row in rows})


@cache
def _other_names() -> Mapping[str, str]:
    """Older names of zones, such as Asia/Calcutta, and the name that each now has."""
    links = (line.split(" ") for line in _table("tzdata.zi") if line.startswith("L "))
    return MappingProxyType({old: new for _, new, old in links})


def _table(name: str) -> list[str]:
    return files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8").splitlines()
