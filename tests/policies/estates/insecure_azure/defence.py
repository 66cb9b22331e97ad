"""Defenders that are off, and policies that only look."""

from pulumi_azure_native import authorization, security

SUBSCRIPTION = "/subscriptions/1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c"
STORAGE = f"{SUBSCRIPTION}/resourceGroups/g/providers/Microsoft.Storage/storageAccounts"

EXPECTED = {
    "defender-servers": "undetected",
    "defender-storage": "undetected",
    "contact": "",
    "storage-defender": "undetected",
    "spend-policy": "",
}


def defenders():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/security_center.tf"""
    for name, plan in {
        "defender-servers": "VirtualMachines",
        "defender-storage": "StorageAccounts",
    }.items():
        security.Pricing(name, pricing_name=plan, pricing_tier="Free", scope_id=SUBSCRIPTION)
    security.SecurityContact("contact", emails="some@email.com", security_contact_name="default")
    security.DefenderForStorage(
        "storage-defender",
        resource_id=f"{STORAGE}/logs",
        setting_name="current",
        properties={"is_enabled": False},
    )
    authorization.PolicyAssignment(
        "spend-policy",
        scope=SUBSCRIPTION,
        policy_definition_id="/providers/Microsoft.Authorization/policyDefinitions/audit-spend",
    )


PROGRAM = (defenders,)
