"""A person finds their own country first, and every country can be chosen in some way."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.home.countries import COMMON, country_of, offered, region_name
from bot.people.working_days import regions

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Stockholm", "SE"),
        ("America/Los_Angeles", "US"),
        ("US/Pacific", "US"),
        ("Asia/Calcutta", "IN"),
        ("Asia/Kolkata", "IN"),
        ("Pacific/Apia", "WS"),
        ("UTC", None),
        ("Etc/GMT+5", None),
    ],
)
def test_a_zone_tells_its_country(zone: str, country: str | None) -> None:
    assert country_of(ZoneInfo(zone)) == country


def test_the_country_that_counts_comes_first_then_the_one_of_the_zone() -> None:
    assert [code for code, _ in offered(BERLIN, "AD")][:2] == ["AD", "DE"]


@pytest.mark.parametrize("current", [None, "DE", "AD", "ZZ", "", "de"])
def test_a_menu_holds_every_offer_in_every_zone(current: str | None) -> None:
    for zone in ("UTC", "Pacific/Apia", "Europe/Andorra", "Asia/Tokyo"):
        codes = [code for code, _ in offered(ZoneInfo(zone), current)]
        assert len(codes) == len(set(codes)) <= 99
        assert set(COMMON.split()) <= set(codes)


def test_the_common_countries_are_known_and_leave_two_places_to_the_person() -> None:
    assert len(COMMON.split()) == len(set(COMMON.split())) == 97
    assert set(COMMON.split()) <= set(dict(regions()))


def test_no_zone_of_this_machine_is_a_stumbling_block() -> None:
    countries = {country_of(ZoneInfo(zone)) for zone in available_timezones() if zone != "localtime"}
    assert {"DE", "US", "IN", None} <= countries


def test_a_region_is_said_in_words_with_its_code() -> None:
    assert region_name("DE-BE") == "Germany (DE-BE)"
    assert region_name("ZZ") == "ZZ"
