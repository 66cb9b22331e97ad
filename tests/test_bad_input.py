"""Bad input gets one clear line for each mistake, before anything is declared."""

import json
import sys
from typing import Any

import pytest

from landing_zone.core import LandingZoneError
from landing_zone.zone import main
from landing_zone_rehearsal import record
from tests.mistakes import CLUSTER, CUT_OFF, POOL
from tests.zones import CLOUDS, environment

GRANT = {"layer": "raw", "verb": "read"}
WORKLOAD = {"name": "trainer", "namespace": "ml", "service_account": "trainer", "grants": [GRANT]}

MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "unknown key": (
        {"zone.lake.layers.raw.noncurent_days": 3},
        "zone.lake.layers.raw.noncurent_days: no such key; did you mean 'noncurrent_days'?",
    ),
    "unknown capability": (
        {"zone.netwrok": {}},
        "zone.netwrok: no such key; did you mean 'network'?",
    ),
    "wrong type": (
        {"zone.keys.rotation_days": "often"},
        "zone.keys.rotation_days: a whole number, got 'often'",
    ),
    "a list for a mapping": (
        {"zone.lake.layers": ["raw"]},
        "zone.lake.layers: a mapping of keys to values, got ['raw']",
    ),
    "out of range": (
        {"zone.lake.layers.raw.noncurrent_days": 400},
        "zone.lake.layers.raw.noncurrent_days: at most 90, got 400",
    ),
    "not in the list": (
        {"zone.network.flow_log_days": 8},
        "zone.network.flow_log_days: one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180 or 365,"
        " got 8",
    ),
    "misspelt choice": (
        {"zone.network.nat": "per-zone"},
        "zone.network.nat: one of 'none', 'single' or 'per_zone'; did you mean 'per_zone'?,"
        " got 'per-zone'",
    ),
    "tiny CIDR": (
        {"zone.network.cidr": "10.0.0.0/24"},
        "zone.network.cidr: a /20 or larger: nodes, pods, services need 4096 addresses"
        " (such as 10.0.0.0/20), got '10.0.0.0/24'",
    ),
    "public CIDR": (
        {"zone.network.cidr": "8.8.0.0/16"},
        "zone.network.cidr: within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10,"
        " got '8.8.0.0/16'",
    ),
    "CIDR with bits after its prefix": (
        {"zone.network.cidr": "10.0.0.1/16"},
        "zone.network.cidr: a network such as 10.0.0.0/16, with no bits set after its prefix,"
        " got '10.0.0.1/16'",
    ),
    "CIDR in use inside a cluster": (
        {"zone.network.cidr": "172.17.0.0/16"},
        "zone.network.cidr: apart from 172.17.0.0/16: Docker's bridge uses it on every node,"
        " got '172.17.0.0/16'",
    ),
    "overlapping CIDR": (
        {"zone.network.avoid_cidrs": ["10.0.128.0/17"]},
        "zone.network.avoid_cidrs.0: a network that does not overlap with cidr 10.0.0.0/16,"
        " got '10.0.128.0/17'",
    ),
    "everybody": (
        {"zone.network.egress_allow": ["*"]},
        "zone.network.egress_allow.0: a full domain name such as pypi.org, in lower case and"
        " without wildcards, got '*'",
    ),
    "a way out without a way out": (
        {"zone.network.nat": "none", "zone.network.egress_allow": ["pypi.org"]},
        "zone.network.egress_allow: none while nat is 'none', as nothing can leave the network,"
        " got ['pypi.org']",
    ),
    "no jurisdiction": (
        {"environment.residency": "europe"},
        "environment.residency: one of ",
    ),
    "tag value illegal on one cloud": (
        {"environment.owner": "ML Platform"},
        "environment.owner: 1 to 63 of a-z, 0-9, _ and -, got 'ML Platform'",
    ),
    "tag key illegal on one cloud": (
        {"environment.tags": {"Team": "x"}},
        "environment.tags.Team: 1 to 63 of a-z, 0-9, _ and -, a letter first, got 'Team'",
    ),
    "tag of our own": (
        {"environment.tags": {"owner": "x"}},
        "environment.tags.owner: any key but our own",
    ),
    "name part too long": (
        {"environment.org": "acmeworldwide"},
        "environment.org: 2 to 8 lower-case letters and digits, a letter first,"
        " got 'acmeworldwide'",
    ),
    "missing": ({"environment.org": None}, "environment.org: required, not given"),
    "no such profile": (
        {"environment.profile": "prod"},
        "environment.profile: one of 'dev', 'standard' or 'regulated', got 'prod'",
    ),
    "lock that outlives expiry": (
        {"zone.lake.layers.raw": {"lock_days": 60, "expire_after_days": 30}},
        "zone.lake.layers.raw.lock_days: at most 30, as expire_after_days deletes what is older,"
        " got 60",
    ),
    "expiry before the archive": (
        {"zone.lake.layers.raw": {"cool_after_days": 30, "expire_after_days": 20}},
        "zone.lake.layers.raw.expire_after_days: more than 30, or objects expire before"
        " cool_after_days, got 20",
    ),
    "grant on no layer": (
        {"zone.identity.workloads": [{**WORKLOAD, "grants": [{**GRANT, "layer": "row"}]}]},
        "zone.identity.workloads.0.grants.0.layer: a layer of the lake: raw, curated, models,"
        " scratch; did you mean 'raw'?, got 'row'",
    ),
    "two workloads of one name": (
        {"zone.identity.workloads": [WORKLOAD, WORKLOAD]},
        "zone.identity.workloads.1.name: a name that no other workload has, got 'trainer'",
    ),
    "a prefix that a policy would interpret": (
        {"zone.identity.workloads": [{**WORKLOAD, "grants": [{**GRANT, "prefix": "a*/"}]}]},
        "zone.identity.workloads.0.grants.0.prefix: folders such as team-a/",
    ),
    "no key for what needs one": (
        {"zone.keys.purposes": ["data"]},
        "zone.keys.purposes: a list with logs, for flow and access logs, got ['data']",
    ),
    "no private path to what needs one": (
        {"zone.network.private_services": ["keys", "logs"]},
        "zone.network.private_services: a list with storage, for the lake, got ['keys', 'logs']",
    ),
    "no group of that kind": (
        {"environment.groups": {"boss": "x"}},
        "environment.groups.boss: one of 'data_scientist', 'ml_engineer', 'auditor' or"
        " 'platform_admin', got 'boss'",
    ),
}
"""What is changed in a good configuration, and the line it must get."""

ALL = {**MISTAKES, **CLUSTER, **POOL}

ON_ONE_CLOUD: dict[str, tuple[str, dict[str, Any], str]] = {
    "account that is none": (
        "aws",
        {"environment.account": "acme"},
        "environment.account: an AWS account ID of 12 digits, got 'acme'",
    ),
    "project that is none": (
        "gcp",
        {"environment.account": "Acme_1"},
        "environment.account: a Google Cloud project ID",
    ),
    "subscription that is none": (
        "azure",
        {"environment.account": "acme"},
        "environment.account: an Azure subscription ID (a lower-case GUID), got 'acme'",
    ),
    "no tenant": (
        "azure",
        {"environment.tenant": None},
        "environment.tenant: the ID of the Microsoft Entra tenant (a lower-case GUID), required on"
        " azure, got None",
    ),
    "tenant where there are none": (
        "aws",
        {"environment.tenant": "x"},
        "environment.tenant: only for azure, leave it out on aws, got 'x'",
    ),
    "misspelt region": (
        "aws",
        {"environment.region": "eu-wst-1"},
        "environment.region: a region of aws; did you mean 'eu-west-1'?, got 'eu-wst-1'",
    ),
    "another cloud's region": (
        "azure",
        {"environment.region": "eu-west-1"},
        "environment.region: a region of azure",
    ),
    "region outside the residency": (
        "gcp",
        {"environment.region": "us-central1"},
        "environment.region: a region within the residency eu, such as europe-central2,",
    ),
    "key store where there is none": (
        "aws",
        {"zone.keys.store": "ring"},
        "zone.keys.store is not supported on aws",
    ),
    "more workloads than a pool of identities can name": (
        "gcp",
        {
            "zone.identity.issuer": "https://oidc.example.com/x",
            "zone.identity.workloads": [
                {
                    "name": f"w{n}",
                    "namespace": "a" * 63,
                    "service_account": f"w{n}",
                    "grants": [{"layer": "raw", "verb": "read"}],
                }
                for n in range(50)
            ],
        },
        "zone.identity.workloads: names of at most 4096 characters in all with an issuer",
    ),
    **CUT_OFF,
}
"""The same for what only one cloud refuses."""


def configuration(cloud: str, changes: dict[str, Any]) -> dict[str, str]:
    env = environment(cloud).model_dump(mode="json", exclude_none=True)
    blocks: dict[str, Any] = {"environment": env, "zone": {}}
    for path, value in changes.items():
        *above, last = path.split(".")
        block: Any = blocks
        for part in above:
            block = block.setdefault(part, {})
        block[last] = value
        if value is None:
            del block[last]
    return {f"landing-zone:{key}": json.dumps(value) for key, value in blocks.items()}


def refusal(config: dict[str, str], **options: Any) -> list[str]:
    """Return the lines of the error, having made sure that nothing was declared."""
    lines: list[str] = []

    def program() -> None:
        with pytest.raises(LandingZoneError) as refused:
            main()
        lines.extend(str(refused.value).splitlines())

    recording = record(program, config=config, **options)
    assert [r.type for r in recording.resources] == ["pulumi:pulumi:Stack"]
    return lines


@pytest.mark.parametrize("mistake", ALL)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_says_in_one_line_what_is_wrong(cloud, mistake):
    changes, says = ALL[mistake]

    [line] = refusal(configuration(cloud, changes))

    assert line.startswith(f"landing-zone:{says}")


@pytest.mark.parametrize("mistake", ON_ONE_CLOUD)
def test_says_in_one_line_what_one_cloud_refuses(mistake):
    cloud, changes, says = ON_ONE_CLOUD[mistake]

    [line] = refusal(configuration(cloud, changes))

    assert line.startswith(f"landing-zone:{says}")


@pytest.mark.parametrize("cloud", CLOUDS)
def test_says_all_mistakes_of_a_file_at_once(cloud):
    lines = refusal(
        configuration(
            cloud,
            {
                "environment.owner": "ML",
                "zone.network.cidr": "10.0.0.0/28",
                "zone.network.nat": "many",
                "zone.keys.purposes": ["data"],
                "zone.lake.layers.raw": {"lock_days": 9, "expire_after_days": 5},
                "zone.identity.workloads": [{**WORKLOAD, "name": "T"}],
            },
        )
    )

    assert [line.partition(": ")[0].removeprefix("landing-zone:") for line in lines] == [
        "environment.owner",
        "zone.network.cidr",
        "zone.network.nat",
        "zone.keys.purposes",
        "zone.lake.layers.raw.lock_days",
        "zone.identity.workloads.0.name",
    ]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_refuses_a_misspelt_block(cloud):
    config = configuration(cloud, {})
    config["landing-zone:zoen"] = "{}"

    [line] = refusal(config)

    assert line == (
        "landing-zone:zoen: no such key, allowed are environment, zone; did you mean 'zone'?"
    )


@pytest.mark.parametrize("cloud", CLOUDS)
def test_refuses_a_secret_without_printing_it(cloud):
    config = configuration(cloud, {"environment.owner": "hunter2"})

    [line] = refusal(config, secret_keys=["landing-zone:environment"])

    assert line.startswith("landing-zone:environment: holds a secret, which nothing here needs")
    assert "hunter2" not in line


@pytest.mark.parametrize("cloud", CLOUDS)
def test_refuses_text_where_a_block_belongs(cloud):
    config = configuration(cloud, {}) | {"landing-zone:zone": "none"}

    [line] = refusal(config)

    assert line == "landing-zone:zone: a mapping of keys to values, got 'none'"


@pytest.mark.parametrize("cloud", CLOUDS)
def test_says_which_sdk_is_missing(cloud, monkeypatch):
    sdk = {"aws": "pulumi_aws", "gcp": "pulumi_gcp", "azure": "pulumi_azure_native"}[cloud]
    for name in list(sys.modules):
        if name.startswith("landing_zone.") and name.endswith(f".{cloud}"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, sdk, None)

    lines = refusal(configuration(cloud, {}))

    assert set(lines) == {f"{sdk} is not installed; run `pip install 'landing-zone[{cloud}]'`"}
