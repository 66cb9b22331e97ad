"""Identities on Google Cloud: service accounts, groups, and their roles on buckets and folders."""

from collections.abc import Iterator

import pulumi
from pulumi_gcp import serviceaccount

from landing_zone.baseline.gcp import enable
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, NameRule, Names, Persona, Scope, after
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.gcp_grants import MOST_LEVELS, Folders, grants_on, metadata_grants
from landing_zone.identity.gcp_login import check as check_login
from landing_zone.identity.gcp_login import login
from landing_zone.identity.spec import IdentityOutputs, IdentitySpec, Workload
from landing_zone.keys.spec import KeysOutputs

ACCOUNT = NameRule("service account", 30, begins_with=("component",))
ACCOUNT_MIN_LENGTH = 6
"""Source: https://cloud.google.com/iam/docs/service-accounts-create#creating"""


def build(
    scope: Scope,
    spec: IdentitySpec,
    *,
    lake: DataLakeOutputs,
    keys: KeysOutputs,
    cluster: ClusterOutputs | None = None,
) -> IdentityOutputs:
    """Declare a service account for each workload, and what workloads and groups may do.

    The grant on the key that goes with each grant on data is the one that the lake gave Cloud
    Storage's service agent: it decrypts for whomever IAM lets read, and nobody else needs the key.

    Source: https://cloud.google.com/storage/docs/encryption/customer-managed-keys#service-agents
    """
    del keys
    apis = enable(scope, "iam", "iamcredentials", "sts", "storage")
    folders = Folders(scope, lake, _granted(spec), apis)
    accounts = {each.name: _account(scope, each, apis) for each in spec.workloads}
    allowed = {
        each.name: grants_on(
            scope, f"pod-{each.name}", accounts[each.name].member, each.grants, folders
        )
        for each in spec.workloads
    }
    logins = login(scope, spec, accounts, cluster, apis)
    return IdentityOutputs(
        principals={
            name: after(account.member, *allowed[name]) for name, account in accounts.items()
        },
        logins={
            name: after(account.email, *allowed[name], *logins[name])
            for name, account in accounts.items()
        },
        groups=_groups(scope, spec, folders),
    )


def check(names: Names, spec: IdentitySpec) -> Iterator[LandingZoneError]:
    """Refuse names that a service account, and prefixes that a managed folder, cannot have."""
    for n, workload in enumerate(spec.workloads):
        path = f"workloads.{n}.name"
        too_long = list(names.check(path, ACCOUNT, workload.name))
        yield from too_long
        if not too_long:
            yield from _too_short(names, path, workload)
    for path, prefix in _prefixes(spec):
        if prefix.count("/") > MOST_LEVELS:
            allowed = f"at most {MOST_LEVELS} folders deep, as managed folders are"
            yield LandingZoneError(f"{path}: {allowed}, got '{prefix}'")
    yield from check_login(names, spec)


def _too_short(names: Names, path: str, workload: Workload) -> Iterator[LandingZoneError]:
    name = names.physical(ACCOUNT, workload.name)
    if len(name) < ACCOUNT_MIN_LENGTH:
        yield LandingZoneError(
            f"{path}: the service account would be named '{name}', but must have"
            f" {ACCOUNT_MIN_LENGTH} characters at least, got '{workload.name}'"
        )


def _account(
    scope: Scope, workload: Workload, apis: list[pulumi.Resource]
) -> serviceaccount.Account:
    return serviceaccount.Account(
        scope.child(f"pod-{workload.name}"),
        project=scope.env.account,
        account_id=scope.physical(ACCOUNT, workload.name),
        display_name=f"{workload.namespace}/{workload.service_account}",
        opts=scope.opts(depends_on=apis),
    )


def _groups(scope: Scope, spec: IdentitySpec, folders: Folders) -> dict[str, pulumi.Output[str]]:
    """Grant each persona's group what it may do, and return it as an IAM member.

    Auditors see all layers' metadata and no data. The record of accesses is opened to them by the
    lake, which alone knows whether there is one.
    """
    groups: dict[str, pulumi.Output[str]] = {}
    for persona, group in scope.env.groups.items():
        member, name = f"group:{group}", f"people-{persona.replace('_', '-')}"
        allowed = grants_on(scope, name, member, (spec.people or {}).get(persona, ()), folders)
        if persona is Persona.AUDITOR:
            allowed += metadata_grants(scope, name, member, folders)
        groups[persona.value] = after(member, *allowed)
    return groups


def _granted(spec: IdentitySpec) -> Iterator[tuple[str, str]]:
    """Yield each layer and prefix that something is granted on, as often as it is."""
    for grants in (*(each.grants for each in spec.workloads), *(spec.people or {}).values()):
        for grant in grants:
            if grant.prefix:
                yield grant.layer, grant.prefix


def _prefixes(spec: IdentitySpec) -> Iterator[tuple[str, str]]:
    for n, workload in enumerate(spec.workloads):
        for m, grant in enumerate(workload.grants):
            yield f"workloads.{n}.grants.{m}.prefix", grant.prefix or ""
    for persona, grants in (spec.people or {}).items():
        for m, grant in enumerate(grants):
            yield f"people.{persona}.{m}.prefix", grant.prefix or ""
