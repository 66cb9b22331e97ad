"""What Azure answers."""

from .model import CloudModel, Kind

CLOUD = CloudModel(
    package="azure-native",
    place={
        "_account": "{subscriptionId|=00000000-0000-4000-8000-000000000001}",
        "_tenant": "{tenantId|=00000000-0000-4000-8000-000000000002}",
        "_region": "{location|=westeurope}",
    },
    kinds={
        "azure-native:resources:ResourceGroup": Kind(
            id="/subscriptions/{_account}/resourceGroups/{resourceGroupName}",
            name="resourceGroupName",
            outputs={"name": "{resourceGroupName}"},
        ),
        "azure-native:storage:StorageAccount": Kind(
            id="/subscriptions/{_account}/resourceGroups/{resourceGroupName}"
            "/providers/Microsoft.Storage/storageAccounts/{accountName}",
            name="accountName",
            outputs={"name": "{accountName}"},
        ),
        "azure-native:managedidentity:UserAssignedIdentity": Kind(
            id="/subscriptions/{_account}/resourceGroups/{resourceGroupName}"
            "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
            name="resourceName",
            outputs={
                "name": "{resourceName}",
                "clientId": "{_guid:=client}",
                "principalId": "{_guid:=principal}",
                "tenantId": "{_tenant}",
            },
        ),
    },
    functions={
        "azure-native:authorization:getClientConfig": {
            "clientId": "{_guid:=client}",
            "objectId": "{_guid:=object}",
            "subscriptionId": "{_account}",
            "tenantId": "{_tenant}",
        },
    },
)
