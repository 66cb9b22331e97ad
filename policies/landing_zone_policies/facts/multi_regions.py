"""Places that are more than one region: what each is made of, and where Azure copies data to.

Read on 2026-11-23. A name that services use for different sets of regions stands for all of them.

* https://cloud.google.com/storage/docs/locations
* https://cloud.google.com/spanner/docs/instance-configurations
* https://cloud.google.com/firestore/native/docs/locations
* https://cloud.google.com/kms/docs/locations
* https://learn.microsoft.com/azure/reliability/regions-list
* https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from landing_zone_policies.facts.regions import REGIONS, regions_in

AREAS: Mapping[str, tuple[str, ...]] = {
    "eu": ("eu",),
    "europe": ("eu",),
    "us": ("us",),
}
"""Multi-regions of Google Cloud that are any region under a law."""

SETS: Mapping[str, tuple[str, ...]] = {
    "eur3": ("europe-west1", "europe-west4", "europe-north1"),
    "eur4": ("europe-west4", "europe-north1"),
    "eur5": ("europe-west2", "europe-west1", "europe-west4"),
    "eur6": ("europe-west4", "europe-west3", "europe-west6"),
    "eur7": ("europe-west8", "europe-west3", "europe-west2"),
    "eur8": ("europe-west3", "europe-west6"),
    "nam3": ("us-east4", "us-east1", "us-central1"),
    "nam4": ("us-central1", "us-east1"),
    "nam5": ("us-central1", "us-east1"),
    "nam6": ("us-central1", "us-east1", "us-west1", "us-west2"),
    "nam7": ("us-central1", "us-east4"),
    "nam8": ("us-west2", "us-west1", "us-west3"),
    "nam9": ("us-east4", "us-central1", "us-east1", "us-west1"),
    "nam10": ("us-central1", "us-west3"),
    "nam11": ("us-central1", "us-east1", "us-west1"),
    "nam12": ("us-central1", "us-east4", "us-west1", "us-west2"),
    "nam13": ("us-central1", "us-west3"),
    "nam14": ("us-east4", "northamerica-northeast1", "us-east1"),
    "nam15": ("us-south1", "us-east4", "us-central1"),
    "nam16": ("us-central1", "us-east4"),
    "nam-eur-asia1": ("us-central1", "us-east1", "europe-west1", "asia-east1"),
    "nam-eur-asia3": ("us-central1", "us-east1", "europe-west1", "asia-east1"),
    "asia1": ("asia-northeast1", "asia-northeast2", "asia-northeast3"),
    "asia2": ("asia-south1", "asia-south2", "asia-southeast1"),
    "dual-region-australia1": ("australia-southeast1", "australia-southeast2"),
    "dual-region-germany1": ("europe-west3", "europe-west10"),
    "dual-region-india1": ("asia-south1", "asia-south2"),
    "dual-region-japan1": ("asia-northeast1", "asia-northeast2"),
}
"""Multi-regions and dual regions of Google Cloud that are some regions, witnesses among them."""

INFERENCE_PROFILES: Mapping[str, tuple[str, ...]] = {
    "eu": ("eu-central-1", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-3"),
    "us": ("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    "ca": ("ca-central-1", "ca-west-1", "us-east-1", "us-east-2", "us-west-2"),
    "us-gov": ("us-gov-east-1", "us-gov-west-1"),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "apac": ("ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1", "ap-southeast-2"),
}
"""Where Amazon Bedrock may answer, by what the ID of a cross-region profile begins with.

`global` is not here: it is every commercial region.
"""

_PAIRS = (
    ("australiacentral", "australiacentral2"),
    ("australiaeast", "australiasoutheast"),
    ("canadacentral", "canadaeast"),
    ("centralindia", "southindia"),
    ("chinaeast2", "chinanorth2"),
    ("chinaeast3", "chinanorth3"),
    ("eastasia", "southeastasia"),
    ("eastus", "westus"),
    ("eastus2", "centralus"),
    ("francecentral", "francesouth"),
    ("germanywestcentral", "germanynorth"),
    ("japaneast", "japanwest"),
    ("jioindiacentral", "jioindiawest"),
    ("koreacentral", "koreasouth"),
    ("northcentralus", "southcentralus"),
    ("northeurope", "westeurope"),
    ("norwayeast", "norwaywest"),
    ("southafricanorth", "southafricawest"),
    ("swedencentral", "swedensouth"),
    ("switzerlandnorth", "switzerlandwest"),
    ("uaenorth", "uaecentral"),
    ("uksouth", "ukwest"),
    ("usgovarizona", "usgovtexas"),
    ("westus2", "westcentralus"),
)

PAIRS: Mapping[str, str] = {
    **dict(_PAIRS),
    **{second: first for first, second in _PAIRS},
    "brazilsouth": "southcentralus",
    "brazilsoutheast": "brazilsouth",
    "usgovvirginia": "usgovtexas",
    "westindia": "southindia",
    "westus3": "eastus",
}
"""Where Azure copies what is geo-redundant; a region that is not here has no pair."""


@cache
def regions_of(cloud: str, place: str) -> tuple[str, ...]:
    """Return the regions that a place is made of, one or several; none where it is not known.

    The place is written as `places.normal_place` does.
    """
    regions = REGIONS.get(cloud, {})
    if place in regions:
        return (place,)
    if cloud != "gcp":
        return ()
    if place in AREAS:
        return regions_in(cloud, AREAS[place])
    if place == "asia":
        return tuple(name for name in regions if name.startswith("asia-"))
    return SETS.get(place) or tuple(
        name for name, region in regions.items() if region.country.lower() == place
    )
