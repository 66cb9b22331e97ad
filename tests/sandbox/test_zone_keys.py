"""Whatever a zone encrypts with its keys is refused once nobody may use them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from landing_zone_rehearsal.sandbox import Object, Refused, Sandbox
from landing_zone_rehearsal.values import is_dict, is_list, reveal
from tests.sandbox.deployed import deploy
from tests.zones import CLOUDS, PLACES

KEYS: Mapping[str, tuple[str, Callable[[Object], str]]] = {
    "aws": ("aws:kms:Key", lambda key: str(key.get("arn"))),
    "gcp": ("gcp:kms:CryptoKey", lambda key: key.id),
    "azure": ("azure-native:keyvault:Key", lambda key: key.id.rpartition("/")[2]),
}
"""The type of a key, and how whatever it encrypts names it."""

ABOUT_KEYS = {
    *("aws:kms:Key", "aws:kms:Alias", "gcp:kms:CryptoKey", "gcp:kms:CryptoKeyIAMMember"),
    "azure-native:keyvault:Key",
}
"""What names a key without being encrypted with it."""

PROVIDERS: Mapping[str, Mapping[str, Any]] = {
    "aws": {
        "region": PLACES["aws"]["region"],
        "allowedAccountIds": [PLACES["aws"]["account"]],
    },
    "gcp": {"project": PLACES["gcp"]["account"], "region": PLACES["gcp"]["region"]},
    "azure": {
        "subscriptionId": PLACES["azure"]["account"],
        "tenantId": PLACES["azure"]["tenant"],
    },
}

ENCRYPTED: Mapping[str, set[str]] = {
    "aws": {
        "aws:cloudwatch:LogGroup",
        "aws:networkfirewall:Firewall",
        "aws:networkfirewall:FirewallPolicy",
        "aws:networkfirewall:RuleGroup",
        "aws:s3:BucketServerSideEncryptionConfiguration",
    },
    "gcp": {"gcp:logging:ProjectBucketConfig", "gcp:storage:Bucket"},
    "azure": {"azure-native:storage:StorageAccount"},
}
"""What a zone with everything encrypts, so that none is missed."""


@pytest.mark.parametrize("cloud", CLOUDS)
def test_nothing_is_encrypted_with_a_key_that_nobody_may_use(cloud: str) -> None:
    sandbox = deploy(cloud).sandbox
    encrypted = [*encrypted_in(sandbox, cloud)]
    assert {each.kind for each in encrypted} == ENCRYPTED[cloud]
    keep_out(sandbox, cloud)
    for each in reversed(encrypted):
        sandbox.remove(each.type, each.id)
        with pytest.raises(Refused, match=r"(?i)key"):
            sandbox.create(each.type, each.name, each.urn, each.inputs, PROVIDERS[cloud])


def encrypted_in(sandbox: Sandbox, cloud: str) -> Iterator[Object]:
    """Yield what names a key, wherever it does."""
    type, name = KEYS[cloud]
    keys = {name(key) for key in sandbox.objects(type)}
    assert keys
    for each in sandbox.objects():
        if each.kind not in ABOUT_KEYS and not keys.isdisjoint(texts(each.inputs)):
            yield each


def texts(value: Any) -> Iterator[str]:
    """Yield every text in inputs."""
    held = reveal(value)
    if is_dict(held):
        held = [*held.values()]
    if is_list(held):
        for each in held:
            yield from texts(each)
    elif isinstance(held, str):
        yield held


def keep_out(sandbox: Sandbox, cloud: str) -> None:
    """Take every right to use a key away, behind the engine's back."""
    if cloud == "aws":
        for key in sandbox.objects("aws:kms:Key"):
            sandbox.change(key.type, key.id, "policy", '{"Version": "2012-10-17", "Statement": []}')
    for kind in ("gcp:kms:CryptoKeyIAMMember", "azure-native:authorization:RoleAssignment"):
        for grant in sandbox.objects(kind):
            sandbox.remove(grant.type, grant.id)
