"""More places where programs put credentials: other SDKs, commands, and passwords of databases."""

from __future__ import annotations

from collections.abc import Mapping

COMMANDS = ("create", "update", "delete", "environment")
SETTINGS = ("appSettings", "connectionStrings")
CUSTOM_DATA = ("customData", "userData")

CLASSIC_APPS = tuple(
    f"azure:appservice:{each}"
    for each in (
        *("AppService", "Slot", "FunctionApp", "FunctionAppSlot"),
        *("LinuxWebApp", "LinuxWebAppSlot", "LinuxFunctionApp", "LinuxFunctionAppSlot"),
        *("WindowsWebApp", "WindowsWebAppSlot", "WindowsFunctionApp", "WindowsFunctionAppSlot"),
    )
)
CLASSIC_MACHINES = tuple(
    f"azure:compute:{system}VirtualMachine{kind}"
    for system in ("Linux", "Windows")
    for kind in ("", "ScaleSet")
)

MORE_PLACES: Mapping[str, tuple[str, ...]] = {
    "aws:sfn:StateMachine": ("definition",),
    "aws-native:autoscaling:LaunchConfiguration": ("userData",),
    "aws-native:ec2:Instance": ("userData",),
    "aws-native:ec2:LaunchTemplate": ("launchTemplateData.userData",),
    "aws-native:stepfunctions:StateMachine": ("definition", "definitionString"),
    **dict.fromkeys(CLASSIC_APPS, SETTINGS),
    **dict.fromkeys(CLASSIC_MACHINES, CUSTOM_DATA),
    "command:local:Command": COMMANDS,
    "command:remote:Command": COMMANDS,
}
"""By type, the properties whose values anyone sees who may look at the resource."""

MORE_HIDDEN = frozenset({"command:local:Command", "command:remote:Command"})
"""What is run where the program is: what is a secret of the program stays one."""

ADVANCED = "advancedSecurityOptions.masterUserOptions.masterUserPassword"

MORE_PASSWORDS: Mapping[str, str] = {
    "aws:directoryservice:Directory": "password",
    "aws:docdb:Cluster": "masterPassword",
    "aws:elasticache:ReplicationGroup": "authToken",
    "aws:opensearch:Domain": ADVANCED,
    "aws:rds:Cluster": "masterPassword",
    "aws:rds:Instance": "password",
    "aws:redshift:Cluster": "masterPassword",
    "aws:redshiftserverless:Namespace": "adminUserPassword",
    "aws:secretsmanager:SecretVersion": "secretString",
    "aws-native:docdb:DbCluster": "masterUserPassword",
    "aws-native:elasticache:ReplicationGroup": "authToken",
    "aws-native:opensearchservice:Domain": ADVANCED,
    "aws-native:rds:DbCluster": "masterUserPassword",
    "aws-native:rds:DbInstance": "masterUserPassword",
    "aws-native:redshift:Cluster": "masterUserPassword",
    "aws-native:redshiftserverless:Namespace": "adminUserPassword",
    "aws-native:secretsmanager:Secret": "secretString",
    "gcp:secretmanager:SecretVersion": "secretData",
    "gcp:sql:DatabaseInstance": "rootPassword",
    "gcp:sql:User": "password",
    **dict.fromkeys(CLASSIC_MACHINES, "adminPassword"),
    "azure:keyvault:Secret": "value",
    "azure:mssql:ManagedInstance": "administratorLoginPassword",
    "azure:mssql:Server": "administratorLoginPassword",
    "azure:mysql:FlexibleServer": "administratorPassword",
    "azure:postgresql:FlexibleServer": "administratorPassword",
    "azure:synapse:Workspace": "sqlAdministratorLoginPassword",
}
"""By type, a property for a password, which an SDK may make a secret of, and a program by hand,
in YAML or with an older SDK, may not."""
