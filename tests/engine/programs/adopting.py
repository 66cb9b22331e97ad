"""A lake of its own, in the network and with the keys of a zone that another stack deployed."""

from functools import reduce
from operator import getitem
from typing import Any

import pulumi

from landing_zone import (
    DataLake,
    DataLakeSpec,
    Environment,
    KeysOutputs,
    NetworkOutputs,
    Purpose,
    provider,
)

config = pulumi.Config()
env = Environment.model_validate(config.require_object("environment"))
zone = pulumi.StackReference(config.require("zone"))


def of(capability: str, *path: str) -> pulumi.Output[Any]:
    """Return an output of the zone."""
    return zone.require_output(capability).apply(lambda found: reduce(getitem, path, found))


keys = KeysOutputs.existing(
    ids={purpose.value: of("keys", "ids", purpose.value) for purpose in Purpose},
    store=of("keys", "store"),
)
STORAGE = {
    name: of("network", "private_services", "storage", name)
    for name in config.require_object("services")
}
PLAIN = (
    *("id", "node_subnets", "pod_subnets", "endpoint_subnets", "database_subnets"),
    *("cidrs", "egress_ips"),
)
network = NetworkOutputs.existing(
    private_services={"storage": STORAGE}, **{name: of("network", name) for name in PLAIN}
)
lake = DataLake(
    "theirs",
    env,
    DataLakeSpec(),
    keys=keys,
    network=network,
    opts=pulumi.ResourceOptions(providers=[provider("theirs", env)]),
)
pulumi.export("key", keys.ids["data"])
pulumi.export("uris", dict(lake.outputs.uris))
