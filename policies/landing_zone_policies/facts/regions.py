"""Where every region of the three clouds lies, whose law holds there, and how many zones it has.

Read in 2026 (Google Cloud on 2026-08-17, Azure on 2026-04-02) from the lists that the clouds' own
interfaces return, which these pages show:

* https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
* https://cloud.google.com/compute/docs/regions-zones
* https://learn.microsoft.com/azure/reliability/regions-list
* https://docs.azure.cn/en-us/reliability/availability-zones-region-support
* https://european-union.europa.eu/principles-countries-history/eu-countries_en

A region that is missing here is refused, so a new one is added before it is used.
"""

from collections.abc import Iterable
from typing import NamedTuple

EU_MEMBER_STATES = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)
EEA_BEYOND_THE_EU = frozenset(["IS", "LI", "NO"])


class Region(NamedTuple):
    """A place where a cloud keeps data."""

    country: str
    """ISO 3166-1 alpha-2 code of the country it lies in."""
    zones: int | None
    """Availability zones that a new account can use; 0 where there are none, None if not known."""
    realm: str | None = None
    """The jurisdiction of a cloud apart from its country's commercial one."""

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The names by which a residency may allow this region."""
        if self.realm:
            return (self.realm,)
        if self.country in EU_MEMBER_STATES:
            return ("eu", "eea")
        if self.country in EEA_BEYOND_THE_EU:
            return ("eea",)
        return ("uk",) if self.country == "GB" else (self.country.lower(),)


def jurisdictions_of(cloud: str, region: str) -> tuple[str, ...]:
    """Tell whose law holds in a region; empty where the region is not known.

    Azure writes one region in two ways, `West Europe` and `westeurope`; both are understood.
    """
    known = REGIONS[cloud].get(region.replace(" ", "").lower())
    return known.jurisdictions if known else ()


def regions_in(cloud: str, jurisdictions: Iterable[str]) -> tuple[str, ...]:
    """List the regions of a cloud that lie within any of these jurisdictions."""
    allowed = set(jurisdictions)
    return tuple(
        name
        for name, region in REGIONS[cloud].items()
        if not allowed.isdisjoint(region.jurisdictions)
    )


REGIONS: dict[str, dict[str, Region]] = {
    "aws": {
        "af-south-1": Region("ZA", 3),
        "ap-east-1": Region("HK", 3),
        "ap-east-2": Region("TW", 3),
        "ap-northeast-1": Region("JP", 3),
        "ap-northeast-2": Region("KR", 4),
        "ap-northeast-3": Region("JP", 3),
        "ap-south-1": Region("IN", 3),
        "ap-south-2": Region("IN", 3),
        "ap-southeast-1": Region("SG", 3),
        "ap-southeast-2": Region("AU", 3),
        "ap-southeast-3": Region("ID", 3),
        "ap-southeast-4": Region("AU", 3),
        "ap-southeast-5": Region("MY", 3),
        "ap-southeast-6": Region("NZ", 3),
        "ap-southeast-7": Region("TH", 3),
        "ca-central-1": Region("CA", 3),
        "ca-west-1": Region("CA", 3),
        "cn-north-1": Region("CN", 3),
        "cn-northwest-1": Region("CN", 3),
        "eu-central-1": Region("DE", 3),
        "eu-central-2": Region("CH", 3),
        "eu-north-1": Region("SE", 3),
        "eu-south-1": Region("IT", 3),
        "eu-south-2": Region("ES", 3),
        "eu-west-1": Region("IE", 3),
        "eu-west-2": Region("GB", 3),
        "eu-west-3": Region("FR", 3),
        "eusc-de-east-1": Region("DE", 3),
        "il-central-1": Region("IL", 3),
        "me-central-1": Region("AE", 3),
        "me-south-1": Region("BH", 3),
        "mx-central-1": Region("MX", 3),
        "sa-east-1": Region("BR", 3),
        "us-east-1": Region("US", 6),
        "us-east-2": Region("US", 3),
        "us-gov-east-1": Region("US", 3, "us-gov"),
        "us-gov-west-1": Region("US", 3, "us-gov"),
        "us-west-1": Region("US", 2),
        "us-west-2": Region("US", 4),
    },
    "gcp": {
        "africa-south1": Region("ZA", 3),
        "asia-east1": Region("TW", 3),
        "asia-east2": Region("HK", 3),
        "asia-northeast1": Region("JP", 3),
        "asia-northeast2": Region("JP", 3),
        "asia-northeast3": Region("KR", 3),
        "asia-south1": Region("IN", 3),
        "asia-south2": Region("IN", 3),
        "asia-southeast1": Region("SG", 3),
        "asia-southeast2": Region("ID", 3),
        "asia-southeast3": Region("TH", 3),
        "australia-southeast1": Region("AU", 3),
        "australia-southeast2": Region("AU", 3),
        "europe-central2": Region("PL", 3),
        "europe-north1": Region("FI", 3),
        "europe-north2": Region("SE", 3),
        "europe-southwest1": Region("ES", 3),
        "europe-west1": Region("BE", 3),
        "europe-west10": Region("DE", 3),
        "europe-west12": Region("IT", 3),
        "europe-west2": Region("GB", 3),
        "europe-west3": Region("DE", 3),
        "europe-west4": Region("NL", 3),
        "europe-west6": Region("CH", 3),
        "europe-west8": Region("IT", 3),
        "europe-west9": Region("FR", 3),
        "me-central1": Region("QA", 3),
        "me-central2": Region("SA", 3),
        "me-west1": Region("IL", 3),
        "northamerica-northeast1": Region("CA", 3),
        "northamerica-northeast2": Region("CA", 3),
        "northamerica-south1": Region("MX", 3),
        "southamerica-east1": Region("BR", 3),
        "southamerica-west1": Region("CL", 3),
        "us-central1": Region("US", 4),
        "us-east1": Region("US", 3),
        "us-east4": Region("US", 3),
        "us-east5": Region("US", 3),
        "us-south1": Region("US", 3),
        "us-west1": Region("US", 3),
        "us-west2": Region("US", 3),
        "us-west3": Region("US", 3),
        "us-west4": Region("US", 3),
    },
    "azure": {
        "australiacentral": Region("AU", 0),
        "australiacentral2": Region("AU", 0),
        "australiaeast": Region("AU", 3),
        "australiasoutheast": Region("AU", 0),
        "austriaeast": Region("AT", 3),
        "belgiumcentral": Region("BE", 3),
        "brazilsouth": Region("BR", 3),
        "brazilsoutheast": Region("BR", 0),
        "canadacentral": Region("CA", 3),
        "canadaeast": Region("CA", 0),
        "centralindia": Region("IN", 3),
        "centralus": Region("US", 3),
        "chilecentral": Region("CL", 3),
        "chinaeast2": Region("CN", 0),
        "chinaeast3": Region("CN", 0),
        "chinanorth2": Region("CN", 0),
        "chinanorth3": Region("CN", 3),
        "denmarkeast": Region("DK", 3),
        "eastasia": Region("HK", 3),
        "eastus": Region("US", 3),
        "eastus2": Region("US", 3),
        "francecentral": Region("FR", 3),
        "francesouth": Region("FR", 0),
        "germanynorth": Region("DE", 0),
        "germanywestcentral": Region("DE", 3),
        "indonesiacentral": Region("ID", 3),
        "israelcentral": Region("IL", 3),
        "italynorth": Region("IT", 3),
        "japaneast": Region("JP", 3),
        "japanwest": Region("JP", 3),
        "jioindiacentral": Region("IN", 0),
        "jioindiawest": Region("IN", 0),
        "koreacentral": Region("KR", 3),
        "koreasouth": Region("KR", 0),
        "malaysiawest": Region("MY", 3),
        "mexicocentral": Region("MX", 3),
        "newzealandnorth": Region("NZ", 3),
        "northcentralus": Region("US", 0),
        "northeurope": Region("IE", 3),
        "norwayeast": Region("NO", 3),
        "norwaywest": Region("NO", 0),
        "polandcentral": Region("PL", 3),
        "qatarcentral": Region("QA", 3),
        "southafricanorth": Region("ZA", 3),
        "southafricawest": Region("ZA", 0),
        "southcentralus": Region("US", 3),
        "southeastasia": Region("SG", 3),
        "southindia": Region("IN", 0),
        "spaincentral": Region("ES", 3),
        "swedencentral": Region("SE", 3),
        "swedensouth": Region("SE", 0),
        "switzerlandnorth": Region("CH", 3),
        "switzerlandwest": Region("CH", 0),
        "uaecentral": Region("AE", 0),
        "uaenorth": Region("AE", 3),
        "uksouth": Region("GB", 3),
        "ukwest": Region("GB", 0),
        "usgovarizona": Region("US", None, "us-gov"),
        "usgovtexas": Region("US", None, "us-gov"),
        "usgovvirginia": Region("US", 3, "us-gov"),
        "westcentralus": Region("US", 0),
        "westeurope": Region("NL", 3),
        "westindia": Region("IN", 0),
        "westus": Region("US", 0),
        "westus2": Region("US", 3),
        "westus3": Region("US", 3),
    },
}
"""By cloud, then by the name the cloud gives it; new accounts see fewer AWS zones than exist."""

JURISDICTIONS = frozenset(
    jurisdiction
    for regions in REGIONS.values()
    for region in regions.values()
    for jurisdiction in region.jurisdictions
)
"""Every name a residency may hold: those with at least one region on one cloud."""
