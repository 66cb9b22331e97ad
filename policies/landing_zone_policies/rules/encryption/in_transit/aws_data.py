"""What AWS's databases, caches, jobs and mounts send without TLS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.encryption.in_transit.plain_requests import refuses_plain_requests
from landing_zone_policies.rules.encryption.vocabulary import each
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import (
    Wanted,
    absent,
    at_least,
    none_of,
    not_false,
    one_of,
    plain,
    tls_policy,
    true,
)

PARAMETERS: Mapping[str, tuple[tuple[str, str, Wanted], ...]] = {
    "aws:rds:ParameterGroup": (
        ("aurora", "", true),
        ("postgres", "rds.force_ssl", one_of("1")),
        ("sqlserver", "rds.force_ssl", one_of("1")),
        ("mysql", "require_secure_transport", one_of("1", "on")),
        ("mariadb", "require_secure_transport", one_of("1", "on")),
    ),
    "aws:rds:ClusterParameterGroup": (
        ("aurora-postgresql", "rds.force_ssl", one_of("1")),
        ("postgres", "rds.force_ssl", one_of("1")),
        ("aurora-mysql", "require_secure_transport", one_of("1", "on")),
        ("mysql", "require_secure_transport", one_of("1", "on")),
    ),
    "aws:redshift:ParameterGroup": (("", "require_ssl", one_of("true", "1")),),
    "aws:docdb:ClusterParameterGroup": (("", "tls", none_of("disabled")),),
    "aws:neptune:ClusterParameterGroup": (("", "neptune_enforce_ssl", none_of("0")),),
}
"""By type and beginning of the family: the parameter that asks for TLS, and what it has to be.

Sources: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html
https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html
https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html
https://docs.aws.amazon.com/neptune/latest/userguide/security-ssl.html
"""
NATIVE: Mapping[str, str] = {
    "aws-native:rds:DbParameterGroup": "aws:rds:ParameterGroup",
    "aws-native:rds:DbClusterParameterGroup": "aws:rds:ClusterParameterGroup",
    "aws-native:redshift:ClusterParameterGroup": "aws:redshift:ParameterGroup",
    "aws-native:docdb:DbClusterParameterGroup": "aws:docdb:ClusterParameterGroup",
    "aws-native:neptune:DbClusterParameterGroup": "aws:neptune:ClusterParameterGroup",
}
"""The same groups in the words of CloudFormation: parameters are a map, but for Redshift's."""
REDSHIFT = "aws-native:redshift:ClusterParameterGroup"
PAIR = ("name", "value")
ASKS_BY_DEFAULT = {"postgres": 15, "aurora-postgresql": 17}
"""The first versions that ask for TLS unless told otherwise."""


@check(*PARAMETERS, *NATIVE, reads=("family", "parameters[].name", "parameters[].value"))
def database_asks_for_tls(group: Resource, world: World) -> Iterator[Outcome]:
    """An engine asks for TLS by a parameter; some do by default."""
    family = plain(group.get("family"))
    for begins, name, wanted in PARAMETERS[NATIVE.get(group.type, group.type)]:
        if begins and not (isinstance(family, str) and family.startswith(begins)):
            continue
        if not name:
            yield NotApplicable("the parameters of its cluster say so")
        else:
            yield _of_parameter(group, name, _by_default(family, begins, wanted), world)
        return
    if family is UNKNOWN:
        yield Undetermined("family", "family is known after deployment")
    else:
        yield NotApplicable(f"family is {group.first('family')}")


def _of_parameter(group: Resource, name: str, wanted: Wanted, world: World) -> Outcome:
    is_open = False
    if group.type in NATIVE and group.type != REDSHIFT:
        found = group.first(f'parameters["{name}"]')
        says = None if found.is_known else f"{name} is not set"
        return judged(_as_text(found), wanted, world.settings, says=says)
    for each_one in group.find("parameters[]"):
        key, value = ("parameterName", "parameterValue") if group.type == REDSHIFT else PAIR
        said = plain(each_one.find(key)[0].value)
        if each_one.is_known and said == name:
            return judged(_as_text(each_one.find(value)[0]), wanted, world.settings)
        is_open = is_open or UNKNOWN in (said, each_one.value)
    if is_open:
        return Undetermined("parameters", "parameters are known after deployment")
    return judged(Found("parameters", MISSING), wanted, world.settings, says=f"{name} is not set")


def _as_text(found: Found) -> Found:
    """Return the value of a parameter as its documentation writes it, a number as well."""
    return found._replace(value=str(found.value)) if type(found.value) is int else found


def _by_default(family: object, begins: str, wanted: Wanted) -> Wanted:
    version = str(family).removeprefix(begins).partition(".")[0]
    first = ASKS_BY_DEFAULT.get(begins)
    asks = first is not None and version.isdigit() and int(version) >= first
    return wanted.or_missing() if asks else wanted


@check("aws:efs:FileSystemPolicy", reads=("policy",))
def mounts_need_tls(policy: Resource, _: World) -> Iterator[Outcome]:
    """A file system turns away mounts without TLS by its policy."""
    found = policy.first("policy")
    if found.value is MISSING:
        yield Fail("policy", "no statement denies what comes without TLS")
    else:
        yield from refuses_plain_requests(found, "elasticfilesystem")


CACHE = "aws:elasticache:ReplicationGroup"
ALONE = [("replicationGroupId", absent)]
SEARCH = ("aws:opensearch:Domain", "aws:elasticsearch:Domain")
NATIVE_SEARCH = "aws-native:opensearchservice:Domain"
BROKERS = ("aws:msk:Cluster", "aws-native:msk:Cluster")
TRAINING = "aws:sagemaker:TrainingJob"
QUALITY = "aws:sagemaker:DataQualityJobDefinition"
TASK = "aws:ecs:TaskDefinition"
SEVERAL = at_least(2)

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-32": (database_asks_for_tls,),
    "ENC-33": (
        need(CACHE, "transitEncryptionEnabled", true),
        need(CACHE, "transitEncryptionMode", none_of("preferred")),
        need("aws:elasticache:Cluster", "transitEncryptionEnabled", true, when=ALONE),
        need("aws-native:elasticache:ReplicationGroup", "transitEncryptionEnabled", true),
        need(("aws:memorydb:Cluster", "aws-native:memorydb:Cluster"), "tlsEnabled", not_false),
        need("aws:dax:Cluster", "clusterEndpointEncryptionType", one_of("TLS")),
        need(
            BROKERS,
            "encryptionInfo.encryptionInTransit.clientBroker",
            none_of("PLAINTEXT", "TLS_PLAINTEXT"),
        ),
        need(BROKERS, "encryptionInfo.encryptionInTransit.inCluster", not_false),
        need(SEARCH, "nodeToNodeEncryption.enabled", true),
        need(NATIVE_SEARCH, "nodeToNodeEncryptionOptions.enabled", true),
        need((*SEARCH, NATIVE_SEARCH), "domainEndpointOptions.enforceHttps", true),
        need((*SEARCH, NATIVE_SEARCH), "domainEndpointOptions.tlsSecurityPolicy", tls_policy),
    ),
    "ENC-35": (
        need(
            TRAINING,
            "enableInterContainerTrafficEncryption",
            true,
            when=[("resourceConfig.instanceCount", SEVERAL)],
        ),
        need(
            QUALITY,
            "networkConfig.enableInterContainerTrafficEncryption",
            true,
            when=[("jobResources.clusterConfig.instanceCount", SEVERAL)],
        ),
    ),
    "ENC-36": (
        each(
            TASK,
            "volumes[].efsVolumeConfiguration",
            ("transitEncryption", one_of("ENABLED")),
        ),
        mounts_need_tls,
    ),
}
