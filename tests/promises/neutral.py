"""The promises that are checked alike on every cloud, as functions that yield each breach."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal import Resource
from landing_zone_rehearsal.values import Secret
from tests.promises.table import SideCar, Table, is_meant, unmet
from tests.promises.view import Zone, at, is_provider, leaves, takes

OPEN = {"0.0.0.0/0", "::/0", "*", "Internet", "Any"}
"""Sources that mean everybody."""

SECRET_NAME = re.compile(
    r"password|secret(?!_?(id|name|arn))|token|private_?key|access_?key", re.IGNORECASE
)
NO_SECRETS = {"secrets", "required"}
"""What a property that sounds like a secret may say: what it is for, or that it is asked for."""

SECRET_VALUE = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN|[?&]sig=|AccountKey=|ya29\.|AIza[\w-]{35}|xox[bp]-"
)


def parented(zone: Zone) -> Iterator[str]:
    """Every resource belongs to a component, and says so in its name."""
    for resource in zone.declared:
        component = zone.component_of(resource)
        if component is None:
            yield f"{resource.name} has no component above it"
        elif not resource.name.startswith(f"{component.name}-"):
            yield f"{resource.name} does not begin with its component's name, {component.name}"


def provided(zone: Zone) -> Iterator[str]:
    """Every resource is managed by the one provider that is pinned to account and region.

    What is inside the cluster is managed by the one provider that reaches it.
    """
    providers = [r for r in zone.recording.resources if is_provider(r)]
    clusters = [r for r in providers if r.type.endswith(":kubernetes")]
    pinned = [r for r in providers if r not in clusters]
    if len(pinned) != 1 or len(clusters) != bool(zone.inside):
        yield f"{len(pinned)} providers and {len(clusters)} for the cluster, instead of one"
    for those, provider in ((zone.custom, pinned), (zone.inside, clusters)):
        for resource in those:
            if resource.provider_urn != provider[0].urn:
                yield f"{resource.name} uses {resource.provider_urn}"
    for call in zone.recording.invokes:
        if not (call.provider or "").startswith(pinned[0].urn):
            yield f"{call.token} asks {call.provider}"


def tagged(zone: Zone) -> Iterator[str]:
    """Every resource whose SDK class takes tags or labels has all of ours."""
    gcp = zone.env.cloud.value == "gcp"
    argument = "labels" if gcp else "tags"
    for resource in zone.custom:
        if not takes(resource.type, argument):
            continue
        component = zone.component_of(resource)
        expected = {
            **zone.env.labels,
            "component": component.name if component else "",
            "stack": zone.recording.stack,
        }
        tags = resource.inputs.get(argument) or {}
        missing = {key for key, value in expected.items() if tags.get(key) != value}
        if missing:
            yield f"{resource.name} lacks {', '.join(sorted(missing))}"


def in_region(zone: Zone) -> Iterator[str]:
    """Every resource that lies somewhere lies in the environment's region, or is global."""
    region = zone.env.region
    for resource in zone.custom:
        yield from _elsewhere(zone, resource)
        for path, value in leaves(resource.inputs):
            is_zone = path.rpartition(".")[2] in ("zone", "availabilityZone")
            if is_zone and not str(value).startswith(region):
                yield f"{resource.name} has {path} {value}"


def _elsewhere(zone: Zone, resource: Resource) -> Iterator[str]:
    """A provider's own region is only AWS's way to say where; the others say it themselves."""
    cloud = zone.env.cloud.value
    for name in ("region", "location"):
        where = resource.inputs.get(name)
        if where is None and (cloud == "aws" or not takes(resource.type, name)):
            continue
        if str(where).lower() not in (zone.env.region, "global"):
            yield f"{resource.name} has {name} {where}"
    if cloud == "gcp" and takes(resource.type, "project"):
        project = resource.inputs.get("project")
        if project != zone.env.account:
            yield f"{resource.name} has project {project}"


def closed(zone: Zone) -> Iterator[str]:
    """Nothing lets everybody in."""
    for resource in zone.custom:
        for path, value in leaves(resource.inputs):
            if value in OPEN and _lets_in(resource, path):
                yield f"{resource.name}: {path} is {value}"
            if value in ("allUsers", "allAuthenticatedUsers"):
                yield f"{resource.name}: {path} is {value}"


def unwild(zone: Zone) -> Iterator[str]:
    """No policy allows an action or a resource by wildcard, and no role is a whole project's."""
    for resource in zone.custom:
        for path, document in policies(resource):
            for statement in document.get("Statement", []):
                yield from _wildcards(f"{resource.name}: {path}", resource, statement)
        role = str(resource.inputs.get("role", ""))
        if role in ("roles/owner", "roles/editor", "roles/viewer"):
            yield f"{resource.name} grants {role}"
        definition = str(resource.inputs.get("roleDefinitionId", "")).rpartition("/")[2]
        if definition in AZURE_WIDE:
            yield f"{resource.name} grants {AZURE_WIDE[definition]}"


AZURE_WIDE = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
}
"""Azure's roles that are wider than any purpose here.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""


def without_credentials(zone: Zone, table: Table) -> Iterator[str]:
    """No static credential is made, and none is read."""
    for resource in zone.custom:
        if resource.type in table.forbidden:
            yield f"{resource.name} is a {resource.type}"
    for call in zone.recording.invokes:
        if re.search(r"list\w*Keys|SAS|AccessKey", call.token):
            yield f"{call.token} reads a credential"


def without_literal_secrets(zone: Zone) -> Iterator[str]:
    """No input looks like a secret in plain text."""
    for resource in zone.recording.resources:
        for path, value in leaves(resource.inputs):
            if isinstance(value, Secret) or not isinstance(value, str):
                continue
            named = SECRET_NAME.search(path.rpartition(".")[2]) and not path.startswith("purposes")
            if SECRET_VALUE.search(value) or (named and value not in NO_SECRETS):
                yield f"{resource.name}: {path} holds a secret in plain text"


def protected(zone: Zone, table: Table) -> Iterator[str]:
    """What holds data or keys is protected from `standard` up, and only that."""
    wanted = zone.env.protects_data
    for resource in zone.custom:
        is_stateful = any(is_meant(key, resource) for key in table.stateful)
        if is_stateful and resource.protect != wanted:
            yield f"{resource.name} is {'not ' if wanted else ''}protected"
        if not is_stateful and resource.protect:
            yield f"{resource.name} is protected but holds nothing"


def accompanied(zone: Zone, table: Table) -> Iterator[str]:
    """Every store has its side-cars."""
    for kind, sidecars in table.beside.items():
        for store in zone.of(kind):
            for sidecar in sidecars:
                if not _beside(zone, store, sidecar):
                    yield f"{store.name} has no {sidecar.type} beside it"


def pinned(zone: Zone, table: Table) -> Iterator[str]:
    """The provider works in this account and region, and refuses any other."""
    for provider in filter(is_provider, zone.recording.resources):
        if not provider.type.endswith(":kubernetes"):
            yield from unmet(zone, provider, table.pinned)


def translated(zone: Zone) -> Iterator[str]:
    """Every property has the cloud's own name: an SDK leaves unions of types as they were given."""
    for resource in zone.custom:
        for path, _ in leaves(resource.inputs):
            parts = path.split(".")
            if parts[0] not in ("tags", "labels") and any("_" in part for part in parts):
                yield f"{resource.name}: {path} is not a property of {resource.type}"


def policies(resource: Resource) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the policy documents among a resource's inputs."""
    for path, value in leaves(resource.inputs):
        if isinstance(value, str) and value.startswith("{") and '"Statement"' in value:
            yield path, json.loads(value)


def _lets_in(resource: Resource, path: str) -> bool:
    name = path.rstrip("0123456789.").rpartition(".")[2]
    if "ecurityGroup" in resource.type and "azure" in resource.type:
        rule = at(resource.inputs, path.rpartition(".")[0]) if "." in path else resource.inputs
        inbound = isinstance(rule, Mapping) and rule.get("direction") == "Inbound"
        return inbound and rule.get("access") == "Allow" and name.startswith("sourceAddress")
    if "irewallPolicyRule" in resource.type:
        inward = resource.inputs.get("direction") == "INGRESS"
        return inward and resource.inputs.get("action") == "allow" and name == "srcIpRanges"
    if "securityGroup" in resource.type or "SecurityGroup" in resource.type:
        return path.startswith("ingress") or (
            "ngress" in resource.type or resource.inputs.get("type") == "ingress"
        )
    return name in ("sourceRanges", "publicAccessCidrs", "authorizedIpRanges", "ipRules")


AWS_UNSCOPED = re.compile(
    r"autoscaling:Describe[A-Za-z]+|ec2:(Describe[A-Za-z]+|GetInstanceTypesFromInstanceRequirements)"
)
"""What AWS allows to see on everything or on nothing.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
"""


def _wildcards(where: str, resource: Resource, statement: Mapping[str, Any]) -> Iterator[str]:
    if statement.get("Effect") != "Allow":
        return
    if resource.type == "aws:ec2/vpcEndpoint:VpcEndpoint":
        yield from _unfenced(where, statement)
        return
    actions, resources = _listed(statement.get("Action")), _listed(statement.get("Resource"))
    if "NotAction" in statement or "NotResource" in statement:
        yield f"{where} allows all but some"
    for action in actions:
        if "*" in action:
            yield f"{where} allows {action}"
    scoped = not all(AWS_UNSCOPED.fullmatch(action) for action in actions)
    if "*" in resources and scoped and not resource.type.startswith("aws:kms/"):
        yield f"{where} allows {actions} on everything"
    if statement.get("Principal") in ("*", {"AWS": "*"}) and not statement.get("Condition"):
        yield f"{where} allows everybody"


def _unfenced(where: str, statement: Mapping[str, Any]) -> Iterator[str]:
    """An endpoint's policy grants nothing, it fences: by account, or to named resources."""
    fences = {key for each in statement.get("Condition", {}).values() for key in each}
    accounts = {"aws:PrincipalAccount", "aws:ResourceAccount", "aws:PrincipalOrgID"}
    if not fences & accounts and "*" in _listed(statement.get("Resource")):
        yield f"{where} lets everybody through"


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _beside(zone: Zone, store: Resource, sidecar: SideCar) -> bool:
    names = {store.id, *(store.outputs.get(name) for name in ("arn", "name", "bucket", "selfLink"))}
    return any(at(each.inputs, sidecar.property) in names for each in zone.of(sidecar.type))
