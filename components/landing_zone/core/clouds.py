"""The clouds, and how each of them writes accounts and groups of people."""

import re
from enum import StrEnum


class Cloud(StrEnum):
    """The clouds a component can be built on."""

    AWS = "aws"
    GCP = "gcp"
    AZURE = "azure"


GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ACCOUNTS = {
    Cloud.AWS: (re.compile(r"\d{12}"), "an AWS account ID of 12 digits"),
    Cloud.GCP: (
        re.compile(r"[a-z][a-z0-9-]{4,28}[a-z0-9]"),
        "a Google Cloud project ID (6 to 30 lower-case letters, digits and hyphens)",
    ),
    Cloud.AZURE: (GUID, "an Azure subscription ID (a lower-case GUID)"),
}
"""What an account looks like on each cloud.

Sources: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html,
https://cloud.google.com/resource-manager/docs/creating-managing-projects,
https://learn.microsoft.com/azure/azure-portal/get-subscription-tenant-id
"""

GROUPS = {
    Cloud.AWS: (
        re.compile(r"[\w+=,.@-]{1,32}"),
        "the name of an IAM Identity Center permission set (up to 32 characters)",
    ),
    Cloud.GCP: (re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+"), "the e-mail address of a Google group"),
    Cloud.AZURE: (GUID, "the object ID of a Microsoft Entra group (a lower-case GUID)"),
}
"""How each cloud names a group of people.

Sources: https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html,
https://cloud.google.com/iam/docs/principal-identifiers,
https://learn.microsoft.com/azure/role-based-access-control/role-assignments-steps
"""
