"""The zones that the tests declare: one environment on each cloud, and everything switched on."""

from functools import cache
from typing import Any

from landing_zone import Cloud, Environment, LandingZone, ZoneSpec
from landing_zone_rehearsal import Recording, record

CLOUDS = [cloud.value for cloud in Cloud]
PROFILES = ["dev", "standard", "regulated"]

PLACES: dict[str, dict[str, Any]] = {
    "aws": {
        "account": "123456789012",
        "region": "eu-west-1",
        "groups": {
            "data_scientist": "DataScientist",
            "ml_engineer": "MlEngineer",
            "auditor": "Auditor",
            "platform_admin": "PlatformAdmin",
        },
    },
    "gcp": {
        "account": "acme-prod",
        "region": "europe-west4",
        "groups": {
            "data_scientist": "science@acme.example",
            "ml_engineer": "engineers@acme.example",
            "auditor": "audit@acme.example",
            "platform_admin": "platform@acme.example",
        },
    },
    "azure": {
        "account": "0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b",
        "tenant": "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e",
        "region": "westeurope",
        "groups": {
            "data_scientist": "3c8e5f9b-4a6d-4b1c-9e0d-5f7a9b1c3d4e",
            "ml_engineer": "4d9f6a0c-5b7e-4c2d-8f1e-6a8b0c2d4e5f",
            "auditor": "5e0a7b1d-6c8f-4d3e-9a2f-7b9c1d3e5f6a",
            "platform_admin": "6f1b8c2e-7d9a-4e4f-8b3a-8c0d2e4f6a7b",
        },
    },
}
"""Where the tests build, and the groups of people there."""

FULL: dict[str, Any] = {
    "network": {"egress_allow": ["pypi.org", "files.pythonhosted.org"], "zones": 3},
    "lake": {
        "layers": {
            "raw": {"noncurrent_days": 90, "cool_after_days": 30},
            "curated": {"noncurrent_days": 90},
            "models": {"noncurrent_days": 90},
            "scratch": {"noncurrent_days": 90, "expire_after_days": 30},
        },
        "access_log": True,
    },
    "identity": {
        "issuer": "https://oidc.example.com/id/cluster",
        "workloads": [
            {
                "name": "trainer",
                "namespace": "training",
                "service_account": "trainer",
                "grants": [
                    {"layer": "curated", "verb": "read"},
                    {"layer": "models", "verb": "write", "prefix": "candidates/"},
                    {"layer": "scratch", "verb": "admin"},
                ],
            },
            {
                "name": "server",
                "namespace": "serving",
                "service_account": "server",
                "grants": [{"layer": "models", "verb": "read", "prefix": "released/"}],
            },
        ],
    },
}
"""A zone in which every capability does all it can on every cloud."""

CLUSTERED: dict[str, Any] = {
    "network": FULL["network"],
    "lake": FULL["lake"],
    "identity": {"workloads": FULL["identity"]["workloads"]},
    "cluster": {
        "endpoint": ["203.0.113.0/24"],
        "node_zones": [1, 2],
        "maintenance": {"day": "tuesday", "hour": 22, "timezone": "Europe/Amsterdam"},
    },
    "gpu_pool": {
        "serve": {
            "accelerator": ["l4", "a10", "t4"],
            "max_nodes": 4,
            "sharing": {"time_slicing": {"clients": 4}},
            "capacity": ["spot", "on_demand"],
        },
        "train": {
            "accelerator": ["h100", "a100-40"],
            "gpus_per_node": 8,
            "max_nodes": 4,
            "purpose": "training",
            "fabric": "rdma",
            "local_nvme": "scratch",
            "capacity": ["spot", "on_demand"],
            "max_run_hours": 72,
        },
    },
    "gpu_runtime": {"namespaces": {"training": 16, "serving": 4}},
}
"""A zone with a cluster of its own, which pods of every kind run in."""


def environment(cloud: str, **changes: Any) -> Environment:
    """Return an environment on a cloud; what a test says of it holds on all of them."""
    given: dict[str, Any] = {
        "cloud": cloud,
        "residency": "eu",
        "org": "acme",
        "stage": "prod",
        "owner": "ml-platform",
        "cost_center": "cc-1234",
        "profile": "regulated",
        **PLACES[cloud],
    }
    return Environment.model_validate({**given, **changes})


def declare(env: Environment, spec: dict[str, Any] | None = None, **options: Any) -> Recording:
    """Record a zone as deployed, so that every output is known."""
    zone = ZoneSpec.model_validate(spec or {})
    options = {"preview": False, "stack": f"{env.stage}-{env.cloud}", **options}
    return record(lambda: LandingZone("ai", env, zone), **options)


@cache
def full_zone(cloud: str, profile: str = "regulated") -> Recording:
    """Return the zone with everything on; the tests only read it."""
    return declare(environment(cloud, profile=profile), FULL)


@cache
def clustered_zone(cloud: str, profile: str = "regulated") -> Recording:
    """Return the zone with a cluster and pools; the tests only read it."""
    return declare(environment(cloud, profile=profile), CLUSTERED)


@cache
def default_zone(cloud: str, profile: str = "standard") -> Recording:
    """Return the zone that an environment alone gives; the tests only read it."""
    return declare(environment(cloud, profile=profile))
