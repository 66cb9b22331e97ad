"""How near one region is to another, for whoever has to move: by law first, then by land."""

from collections.abc import Mapping

from landing_zone_policies.facts.regions import REGIONS

CONTINENTS: Mapping[str, str] = {
    country: continent
    for continent, countries in {
        "Africa": "ZA",
        "Asia": "AE BH CN HK ID IL IN JP KR MY QA SA SG TH TW",
        "Europe": "AT BE CH DE DK ES FI FR GB IE IT NL NO PL SE",
        "North America": "CA MX US",
        "Oceania": "AU NZ",
        "South America": "BR CL",
    }.items()
    for country in countries.split()
}
"""The continent of every country with a region.

Source: https://unstats.un.org/unsd/methodology/m49/
"""

Distance = tuple[bool, bool, bool]
"""Another country, another law, another continent."""


def distance(cloud: str, region: str, other_cloud: str, other_region: str) -> Distance:
    """Return how far another region is."""
    here, there = REGIONS[cloud][region], REGIONS[other_cloud][other_region]
    return (
        here.country != there.country,
        not set(here.jurisdictions) & set(there.jurisdictions),
        CONTINENTS[here.country] != CONTINENTS[there.country],
    )


def same_realm(cloud: str, region: str, other_cloud: str, other_region: str) -> bool:
    """Say whether one account may be in both: governments' clouds and China's stand apart."""
    return _realm(cloud, region) == _realm(other_cloud, other_region)


def _realm(cloud: str, region: str) -> str | None:
    known = REGIONS[cloud][region]
    return "cn" if known.country == "CN" else known.realm
