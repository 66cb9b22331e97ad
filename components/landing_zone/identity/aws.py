"""IAM roles for pods and people, each kept small by a permission boundary."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from landing_zone.baseline import aws_roles
from landing_zone.baseline.aws import Statement, allow, document, iam_arn, people_of
from landing_zone.baseline.aws_pods import of_pods
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Environment, LandingZoneError, Names, Persona, Scope, after
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.aws_access import metadata, reading, statements_of
from landing_zone.identity.aws_boundary import boundary, too_large
from landing_zone.identity.aws_cluster import administer, bind
from landing_zone.identity.spec import Grant, IdentityOutputs, IdentitySpec, Verb, Workload
from landing_zone.keys.spec import KeysOutputs, KeyUse, Purpose

SESSION_SECONDS = 3600
"""How long people keep a role before they ask for it again: AWS's shortest maximum.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html
"""


def check(names: Names, spec: IdentitySpec) -> Iterator[LandingZoneError]:
    """Yield what AWS refuses: a role's name that is too long, or too many grants for one."""
    for index, workload in enumerate(spec.workloads):
        yield from aws_roles.too_long(names, f"workloads.{index}.name", _pod(workload))
        yield from too_large(f"workloads.{index}.grants", workload.grants)
    for persona in names.env.groups:
        yield from aws_roles.too_long(names, f"people.{persona}", _people(persona))
    for persona, grants in (spec.people or {}).items():
        yield from too_large(f"people.{persona}", grants)


def build(
    scope: Scope,
    spec: IdentitySpec,
    *,
    lake: DataLakeOutputs,
    keys: KeysOutputs,
    cluster: ClusterOutputs | None = None,
) -> IdentityOutputs:
    """Declare a role for each workload, and for each persona that has a group.

    With a cluster, its pods alone are handed the roles, and a login is there once they are.

    The key granted is the one that the lake says it is encrypted with, which may not be one of
    ours where the lake was built elsewhere.
    """
    env = scope.env
    if not spec.workloads and not env.groups:
        return IdentityOutputs.existing(principals={}, logins={}, groups={})
    access = _Access(scope, lake, replace(keys, ids={**keys.ids, Purpose.DATA.value: lake.key}))
    ceiling = boundary(scope, lake)
    pods: dict[str, pulumi.Output[str]] = {}
    for workload in spec.workloads:
        role = access.role(_pod(workload), _of_pod(env, workload, cluster), ceiling)
        pods[workload.name] = access.granted(_pod(workload), role, workload.grants)
    logins = bind(scope, spec.workloads, pods, cluster) if cluster else pods
    people: dict[str, pulumi.Output[str]] = {}
    for persona in env.groups:
        part = _people(persona)
        role = access.role(part, _of_people(env, persona), ceiling)
        granted = access.granted(part, role, (spec.people or {}).get(persona, ()))
        people[persona.value] = after(granted, *access.overseeing(part, role, persona))
    if cluster and Persona.PLATFORM_ADMIN in env.groups:
        administer(scope, people[Persona.PLATFORM_ADMIN.value], cluster)
    return IdentityOutputs.existing(principals=pods, logins=logins, groups=people)


@dataclass(frozen=True)
class _Access:
    """What roles are granted access to."""

    scope: Scope
    lake: DataLakeOutputs
    keys: KeysOutputs

    def role(self, part: str, trust: Statement, ceiling: aws.iam.Policy) -> aws.iam.Role:
        return aws.iam.Role(
            self.scope.child(part),
            assume_role_policy=document([trust]),
            permissions_boundary=ceiling.arn,
            max_session_duration=SESSION_SECONDS,
            tags=self.scope.tags,
            opts=self.scope.opts(),
        )

    def granted(self, part: str, role: aws.iam.Role, grants: Sequence[Grant]) -> pulumi.Output[str]:
        """Grant layers with their key, and return the role's ARN, available once it may."""
        if not grants:
            return role.arn
        account = self.scope.env.account
        layers = {grant.layer: self.lake.ids[grant.layer] for grant in grants}
        statements = pulumi.Output.all(**layers).apply(
            lambda buckets: statements_of(buckets, grants, account)
        )
        data = self._policy(f"{part}-data", role, statements)
        reads = all(grant.verb is Verb.READ for grant in grants)
        use = KeyUse.DECRYPT if reads else KeyUse.ENCRYPT
        key = self.keys.grant(self.scope, Purpose.DATA, role.arn, name=f"{part}-key", use=use)
        return pulumi.Output.all(after(role.arn, data), key).apply(lambda both: both[0])

    def overseeing(self, part: str, role: aws.iam.Role, persona: Persona) -> list[pulumi.Resource]:
        """Let auditors see how data is kept and who touched it."""
        if persona is not Persona.AUDITOR:
            return []
        lake = self.lake
        seen = {"log": lake.access_log, "key": lake.key, **lake.ids}
        statements = pulumi.Output.all(**seen).apply(_oversight)
        return [self._policy(f"{part}-oversight", role, statements)]

    def _policy(
        self, part: str, role: aws.iam.Role, statements: pulumi.Output[list[Statement]]
    ) -> aws.iam.RolePolicy:
        return aws.iam.RolePolicy(
            self.scope.child(part),
            role=role.name,
            policy=document(statements),
            opts=self.scope.opts(),
        )


def _pod(workload: Workload) -> str:
    return f"pod-{workload.name}"


def _people(persona: Persona) -> str:
    return f"people-{persona.value.replace('_', '-')}"


def _of_pod(env: Environment, workload: Workload, cluster: ClusterOutputs | None) -> Statement:
    ours = cluster.id if cluster else None
    return of_pods(env, workload.namespace, workload.service_account, cluster=ours)


def _of_people(env: Environment, persona: Persona) -> Statement:
    """Trust whoever signed in with the persona's permission set."""
    return allow(
        "People",
        ["sts:AssumeRole"],
        principal={"AWS": iam_arn(env, "root")},
        when={"ArnLike": {"aws:PrincipalArn": people_of(env, persona)}},
    )


def _oversight(seen: dict[str, str]) -> list[Statement]:
    buckets = {name: each for name, each in seen.items() if name not in ("log", "key")}
    return [*metadata(buckets, seen["key"]), *reading(seen["log"])]
