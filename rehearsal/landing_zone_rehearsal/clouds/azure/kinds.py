"""How the answers of Azure are written down: IDs by path, and what nearly every type tells."""

from __future__ import annotations

import re

from landing_zone_rehearsal.clouds.model import AUTOMATIC, Choice, Each, Kind, Template

GROUP = "/subscriptions/{_account}/resourceGroups/{resourceGroupName}"

IDENTITIES = Each(
    "identity.userAssignedIdentities",
    key="{_item}",
    value={"clientId": "{_guid:_item+=client}", "principalId": "{_guid:_item+=principal}"},
)
"""Azure takes a list of IDs and gives a mapping back, with what each identity is called."""

OWN_IDENTITY = "{_guid:_id+=principal}"
IDENTITY: dict[str, Template] = {
    "identity.userAssignedIdentities": IDENTITIES,
    "identity.tenantId": "{_tenant}",
    "identity.principalId": Choice(
        "identity.type",
        {
            "SystemAssigned": OWN_IDENTITY,
            "SystemAssigned,UserAssigned": OWN_IDENTITY,
            "SystemAssigned, UserAssigned": OWN_IDENTITY,
        },
    ),
}
"""What an `identity` block comes back with."""

ETAG = 'W/"{_guid:=etag}"'


def named(path: str, name: str, version: str, **outputs: Template) -> Kind:
    """Return a kind in a resource group, whose last segment is its name.

    Args:
        path: Its type, with the names of its parents.
        name: The input that names it.
        version: The version of the API that azure-native 3.29 speaks.
        outputs: What else Azure fills in.
    """
    return Kind(
        id=f"{GROUP}/providers/{path}/{{{name}}}",
        name=name,
        outputs={
            "name": f"{{{name}}}",
            "type": re.sub(r"/(?:{[^}]+}|default)", "", path),
            "azureApiVersion": version,
            **outputs,
        },
    )


def arm(path: str, name: str, version: str, **outputs: Template) -> Kind:
    """Return a kind that reports how its creation went, as most do."""
    return named(path, name, version, provisioningState="Succeeded", **outputs)


def extension(
    type: str, id: str, name: str, version: str, *, automatic: str = AUTOMATIC, **outputs: Template
) -> Kind:
    """Return a kind that is said of another resource, wherever that is."""
    told: dict[str, Template] = {"name": f"{{{name}}}", "type": type, "azureApiVersion": version}
    return Kind(id=id, name=name, outputs=told | outputs, automatic=automatic)
