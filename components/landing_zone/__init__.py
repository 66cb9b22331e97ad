"""The same landing zone on AWS, Google Cloud and Azure, from reusable Pulumi components."""

from landing_zone.baseline import provider
from landing_zone.core import (
    Cloud,
    Environment,
    LandingZoneError,
    Persona,
    Profile,
    UnsupportedError,
)
from landing_zone.datalake import DataLake, DataLakeOutputs, DataLakeSpec, LayerSpec
from landing_zone.identity import (
    Grant,
    Identity,
    IdentityOutputs,
    IdentitySpec,
    Verb,
    Workload,
)
from landing_zone.keys import Keys, KeysOutputs, KeysSpec, KeyUse, Protection, Purpose
from landing_zone.network import Nat, Network, NetworkOutputs, NetworkSpec, PrivateService
from landing_zone.zone import LandingZone, ZoneOutputs, ZoneSpec

__all__ = [
    "Cloud",
    "DataLake",
    "DataLakeOutputs",
    "DataLakeSpec",
    "Environment",
    "Grant",
    "Identity",
    "IdentityOutputs",
    "IdentitySpec",
    "KeyUse",
    "Keys",
    "KeysOutputs",
    "KeysSpec",
    "LandingZone",
    "LandingZoneError",
    "LayerSpec",
    "Nat",
    "Network",
    "NetworkOutputs",
    "NetworkSpec",
    "Persona",
    "PrivateService",
    "Profile",
    "Protection",
    "Purpose",
    "UnsupportedError",
    "Verb",
    "Workload",
    "ZoneOutputs",
    "ZoneSpec",
    "provider",
]
