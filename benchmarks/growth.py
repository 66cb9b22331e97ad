"""What a resource costs in a large program against a small one."""

from collections.abc import Iterator

from benchmarks.figure import Figure, ratio
from landing_zone import DataLake, DataLakeSpec, Environment, KeysOutputs, LayerSpec, NetworkOutputs
from landing_zone_rehearsal import Recording, record

SMALL, LARGE = 500, 5000
AT_MOST = 1.2


def figures() -> Iterator[Figure]:
    """Yield the cost per resource at 5,000 resources over that at 500."""
    per_lake = _resources(1)
    small, large = (round(size / per_lake) for size in (SMALL, LARGE))
    value = ratio(
        lambda: _lakes(large),
        lambda: _lakes(small),
        rounds=3,
        at_most=AT_MOST,
        per=(large, small),
    )
    sizes = f"{large * per_lake:,} resources over {small * per_lake:,}"
    yield Figure(f"cost of one resource at {sizes}", value, AT_MOST)


def _lakes(count: int) -> Recording:
    env = Environment.model_validate(
        {
            "cloud": "aws",
            "account": "123456789012",
            "residency": "eu",
            "region": "eu-west-1",
            "org": "acme",
            "stage": "dev",
            "owner": "ml",
            "cost_center": "cc-1",
        }
    )
    spec = DataLakeSpec(layers={"raw": LayerSpec()})

    def program() -> None:
        keys = KeysOutputs.existing(
            ids={use: f"arn:aws:kms:eu-west-1:123456789012:key/{use}" for use in ("data", "logs")},
            store="arn:aws:kms:eu-west-1:123456789012",
        )
        network = NetworkOutputs.existing(
            id="vpc-1",
            node_subnets=[],
            pod_subnets=[],
            endpoint_subnets=[],
            database_subnets=[],
            cidrs={},
            private_services={},
            egress_ips=[],
        )
        for n in range(count):
            DataLake(f"l{n}", env, spec, keys=keys, network=network)

    return record(program)


def _resources(lakes: int) -> int:
    return len(_lakes(lakes).resources)
