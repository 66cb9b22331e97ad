"""Programs on Azure that the rules about keys admit and deny."""

from typing import Any

from pulumi_azure_native import compute, keyvault, sql, storage

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.encryption import azure_at_rest, azure_classic
from tests.policies.encryption.declaring import both, both_places, of

CASES = Cases()
GROUP: Any = {"resource_group_name": "data"}
SKU: Any = {"family": "A", "name": "premium"}
DEV = Settings(profile="dev", key_deletion_days=7)
CLASSIC_VAULT = of("azure:keyvault/keyVault:KeyVault")
CLASSIC_KEY = of("azure:keyvault/key:Key")


def vault(name, location="westeurope", **properties):
    said: Any = {"tenant_id": "a", "sku": SKU, **properties}
    return keyvault.Vault(name, **GROUP, location=location, properties=said)


def key(name, vault_name: Any = "a", expiry=None, **trigger):
    rotate: Any = {"action": {"type": "Rotate"}, "trigger": trigger}
    notify: Any = {"action": {"type": "notify"}, "trigger": {"time_before_expiry": "P30D"}}
    policy: Any = {"attributes": {"expiry_time": expiry}, "lifetime_actions": [rotate, notify]}
    properties: Any = {"kty": "RSA", "rotation_policy": policy}
    return keyvault.Key(name, **GROUP, vault_name=vault_name, properties=properties)


@CASES.admits("ENC-14")
def key_that_rotates_each_quarter(name):
    key(name, time_after_create="P90D")


def protector(name, **more):
    kind = {"server_key_type": "AzureKeyVault", "server_key_name": "a_b_c"}
    sql.EncryptionProtector(name, **GROUP, server_name="a", **{**kind, **more})


@CASES.admits("ENC-14")
def server_that_follows_its_key(name):
    protector(name, auto_rotation_enabled=True)


@CASES.denies("ENC-14", path="autoRotationEnabled")
def server_that_stays_with_a_version_of_its_key(name):
    protector(name)


def disks(name, **more):
    compute.DiskEncryptionSet(name, **GROUP, active_key={"key_url": "https://a"}, **more)


@CASES.admits("ENC-14")
def disks_that_follow_their_key(name):
    disks(name, rotation_to_latest_key_version_enabled=True)


@CASES.denies("ENC-14", path="rotationToLatestKeyVersionEnabled")
def disks_that_stay_with_a_version_of_their_key(name):
    disks(name)


@CASES.passes_by("ENC-14")
def server_under_a_key_of_azures(name):
    protector(name, server_key_type="ServiceManaged")


@CASES.admits("ENC-14")
def key_that_rotates_a_month_before_it_expires(name):
    key(name, expiry="P1Y", time_before_expiry="P1M")


@CASES.denies("ENC-14", path="properties.rotationPolicy")
def key_that_does_not_rotate(name):
    keyvault.Key(name, **GROUP, vault_name="a", properties={"kty": "RSA"})


@CASES.denies("ENC-14")
def key_that_rotates_too_seldom(name):
    key(name, time_after_create="P2Y")


@CASES.denies("ENC-14")
def key_that_never_expires(name):
    key(name, time_before_expiry="P30D")


both(
    CASES,
    "ENC-14",
    CLASSIC_KEY,
    {"rotationPolicy": {"automatic": {"timeAfterCreation": "P90D"}}},
)


@CASES.admits("ENC-14")
def classic_key_that_rotates_a_month_before_it_expires(name):
    before: Any = {"automatic": {"timeBeforeExpiry": "P30D"}, "expireAfter": "P90D"}
    CLASSIC_KEY(name, rotationPolicy=before)


@CASES.admits("ENC-15", "ENC-16")
def vault_by_roles(name):
    vault(name, enable_rbac_authorization=True, enable_purge_protection=True)


def policy(*rights):
    return {"object_id": "a", "tenant_id": "a", "permissions": {"keys": list(rights)}}


@CASES.denies("ENC-15", path="properties.accessPolicies[0].permissions.keys[1]")
def vault_that_lets_somebody_purge(name):
    vault(name, access_policies=[policy("get", "Purge")])


@CASES.admits("ENC-15")
def vault_by_policies_that_give_little(name):
    vault(name, enable_rbac_authorization=False, access_policies=[policy("get", "wrapKey")])


both(
    CASES,
    "ENC-15",
    CLASSIC_VAULT,
    {"rbacAuthorizationEnabled": True},
    {"accessPolicies": [{"objectId": "a", "keyPermissions": ["All"]}]},
)


@CASES.denies("ENC-16", path="properties.enablePurgeProtection")
def vault_that_can_be_purged(name):
    vault(name)


@CASES.denies("ENC-16", path="properties.softDeleteRetentionInDays")
def vault_that_is_gone_in_a_week(name):
    vault(name, enable_purge_protection=True, soft_delete_retention_in_days=7)


@CASES.admits("ENC-16", settings=DEV)
def vault_that_is_gone_in_a_week_in_development(name):
    vault(name, enable_purge_protection=True, soft_delete_retention_in_days=7)


@CASES.denies("ENC-16", path="properties.enableSoftDelete")
def vault_that_forgets_at_once(name):
    vault(name, enable_purge_protection=True, enable_soft_delete=False)


@CASES.denies("ENC-16", path="properties.enablePurgeProtection")
def hsm_that_can_be_purged(name):
    keyvault.ManagedHsm(name, **GROUP, properties={"tenant_id": "a"})


both(CASES, "ENC-16", CLASSIC_VAULT, {"purgeProtectionEnabled": True})
both(
    CASES,
    "ENC-16",
    of("azure:keyvault/managedHardwareSecurityModule:ManagedHardwareSecurityModule"),
    {"purgeProtectionEnabled": True},
)


def account(name, **named):
    encryption: Any = {"key_source": "Microsoft.Keyvault", "key_vault_properties": named}
    storage.StorageAccount(
        name,
        **GROUP,
        location="westeurope",
        kind="StorageV2",
        sku={"name": "Standard_ZRS"},
        encryption=encryption,
    )


@CASES.denies("ENC-17", path="encryption.keyVaultProperties.keyVaultUri")
def account_with_a_key_that_the_program_makes_overseas(name):
    there = vault(f"{name}-kv", location="eastus2")
    account(name, key_name="a", key_vault_uri=there.properties.vault_uri)


@CASES.admits("ENC-17")
def account_with_a_key_in_a_vault_by_its_address(name):
    said: Any = {"tenant_id": "a", "sku": SKU}
    keyvault.Vault(
        f"{name}-kv", **GROUP, vault_name="acme-kv", location="northeurope", properties=said
    )
    account(name, key_name="a", key_vault_uri="https://ACME-KV.vault.azure.net/")


@CASES.leaves_open("ENC-17")
def account_with_a_key_in_another_programs_vault(name):
    account(name, key_name="a", key_vault_uri="https://elsewhere.vault.azure.net/")


@CASES.admits("ENC-17")
def disk_with_a_set_of_the_program(name):
    there = key(f"{name}-key", vault(f"{name}-kv").name, time_after_create="P90D")
    keys = compute.DiskEncryptionSet(
        f"{name}-set", **GROUP, location="westeurope", active_key={"key_url": there.key_uri}
    )
    compute.Disk(
        name,
        **GROUP,
        location="westeurope",
        creation_data={"create_option": "Empty"},
        encryption={"disk_encryption_set_id": keys.id},
    )


@CASES.denies("ENC-17", path="location")
def vault_overseas(name):
    vault(name, location="East US 2")


def named(name, path, place):
    there = vault(f"{name}-kv", place)
    if not path.lower().endswith(("set.id", "set_id", "setid")):
        return there.properties.vault_uri
    url = {"key_url": there.properties.vault_uri.apply(lambda uri: f"{uri}keys/data")}
    return compute.DiskEncryptionSet(f"{name}-set", **GROUP, location=place, active_key=url).id


IN_GROUP = [
    (rule, kind, has, {**GROUP, **base})
    for rule, kind, has, base in (*azure_at_rest.ROWS, *azure_at_rest.MORE)
]
BY_TOKEN = [
    (rule, of(token), has, {"location": "westeurope", **base})
    for rule, token, has, base in (*azure_at_rest.BY_TOKEN, *azure_classic.BY_TOKEN)
    if rule not in ("ENC-32", "ENC-34")
]
both_places(
    CASES,
    [*IN_GROUP, *BY_TOKEN],
    is_key=lambda value: value in (azure_at_rest.KEY, azure_at_rest.VAULT, azure_at_rest.SET),
    key=named,
    home="westeurope",
    abroad="eastus2",
)
