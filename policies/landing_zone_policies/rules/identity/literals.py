"""Where programs put credentials as literals, on every cloud."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.rules.identity.credentials import DEEPEST, is_gap, leaks, named
from landing_zone_policies.rules.identity.literal_places import (
    MORE_HIDDEN,
    MORE_PASSWORDS,
    MORE_PLACES,
)
from landing_zone_policies.values import Secret
from landing_zone_policies.wanted import plain

STACK = "pulumi:pulumi:Stack"
USER_DATA = ("userData", "userDataBase64")
POD = ("containers", "initContainers")
PARTS = ("env", "args", "command")
ENV = tuple(f"{each}[].{part}" for each in POD for part in PARTS)
METADATA = ("metadata", "metadataStartupScript")

PLACES: Mapping[str, tuple[str, ...]] = {
    "aws:amplify:App": ("environmentVariables",),
    "aws:apprunner:Service": (
        "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables",
    ),
    "aws:batch:JobDefinition": ("containerProperties",),
    "aws:bedrock:AgentcoreAgentRuntime": ("environmentVariables",),
    "aws:codebuild:Project": ("environment.environmentVariables",),
    "aws:ec2:Instance": USER_DATA,
    "aws:ec2:LaunchConfiguration": USER_DATA,
    "aws:ec2:LaunchTemplate": USER_DATA,
    "aws:ec2:SpotInstanceRequest": USER_DATA,
    "aws:ecs:TaskDefinition": ("containerDefinitions",),
    "aws:elasticbeanstalk:Environment": ("settings",),
    "aws:glue:Connection": ("connectionProperties",),
    "aws:glue:Job": ("defaultArguments",),
    "aws:lambda:Function": ("environment.variables",),
    "aws:sagemaker:Model": ("primaryContainer.environment", "containers[].environment"),
    "aws:sagemaker:NotebookInstanceLifecycleConfiguration": ("onCreate", "onStart"),
    "aws:sagemaker:TrainingJob": ("environment", "hyperParameters"),
    "aws-native:ecs:TaskDefinition": ("containerDefinitions[].environment",),
    "aws-native:lambda:Function": ("environment.variables",),
    "gcp:appengine:StandardAppVersion": ("envVariables",),
    "gcp:appengine:FlexibleAppVersion": ("envVariables",),
    "gcp:cloudbuild:Trigger": ("build.steps[].envs", "build.options.envs", "substitutions"),
    "gcp:cloudfunctions:Function": ("environmentVariables", "buildEnvironmentVariables"),
    "gcp:cloudfunctionsv2:Function": (
        "serviceConfig.environmentVariables",
        "buildConfig.environmentVariables",
    ),
    "gcp:cloudrun:Service": ("template.spec.containers[].envs",),
    "gcp:cloudrunv2:Job": ("template.template.containers[].envs",),
    "gcp:cloudrunv2:Service": ("template.containers[].envs",),
    "gcp:cloudrunv2:WorkerPool": ("template.containers[].envs",),
    "gcp:compute:Instance": METADATA,
    "gcp:compute:InstanceTemplate": METADATA,
    "gcp:compute:ProjectMetadata": ("metadata",),
    "gcp:compute:ProjectMetadataItem": ("value",),
    "gcp:compute:RegionInstanceTemplate": METADATA,
    "gcp:container:NodePool": ("nodeConfig.metadata",),
    "gcp:dataflow:Job": ("parameters",),
    "gcp:workbench:Instance": ("gceSetup.metadata",),
    "azure-native:app:ContainerApp": ENV,
    "azure-native:app:Job": ENV,
    "azure-native:compute:VirtualMachine": ("osProfile.customData", "userData"),
    "azure-native:compute:VirtualMachineExtension": ("settings",),
    "azure-native:compute:VirtualMachineScaleSet": (
        "virtualMachineProfile.osProfile.customData",
        "virtualMachineProfile.userData",
    ),
    "azure-native:containerinstance:ContainerGroup": (
        "containers[].environmentVariables",
        "initContainers[].environmentVariables",
    ),
    "azure-native:appconfiguration:KeyValue": ("value",),
    "azure-native:datafactory:LinkedService": ("properties",),
    "azure-native:hdinsight:Cluster": ("properties.clusterDefinition.configurations",),
    "azure-native:machinelearningservices:OnlineDeployment": ("properties.environmentVariables",),
    "azure-native:web:WebApp": ("siteConfig.appSettings", "siteConfig.connectionStrings"),
    "azure-native:web:WebAppApplicationSettings": ("properties",),
    "azure-native:web:WebAppConnectionStrings": ("properties",),
    "azure-native:web:WebAppSlot": ("siteConfig.appSettings", "siteConfig.connectionStrings"),
    "kubernetes:apps:DaemonSet": ENV,
    "kubernetes:apps:Deployment": ENV,
    "kubernetes:apps:ReplicaSet": ENV,
    "kubernetes:apps:StatefulSet": ENV,
    "kubernetes:batch:CronJob": ENV,
    "kubernetes:batch:Job": ENV,
    "kubernetes:core:ConfigMap": ("data",),
    "kubernetes:core:Pod": ENV,
    "kubernetes:core:Secret": ("stringData", "data"),
    "kubernetes:helm.sh:Release": ("values",),
    **MORE_PLACES,
}
"""By type, the properties whose values anyone sees who may look at the resource."""

BEFORE: Mapping[str, str] = {
    "azure-native:app:ContainerApp": "template.",
    "azure-native:app:Job": "template.",
    "kubernetes:batch:CronJob": "spec.jobTemplate.spec.template.spec.",
    "kubernetes:core:Pod": "spec.",
    **dict.fromkeys(
        (f"kubernetes:apps:{each}" for each in ("DaemonSet", "Deployment", "ReplicaSet")),
        "spec.template.spec.",
    ),
    "kubernetes:apps:StatefulSet": "spec.template.spec.",
    "kubernetes:batch:Job": "spec.template.spec.",
}
"""Where the containers are in what carries them."""

HIDDEN = frozenset(
    {"azure-native:datafactory:LinkedService", "azure-native:hdinsight:Cluster"}
    | {"azure-native:web:WebAppConnectionStrings", "kubernetes:core:Secret"}
    | MORE_HIDDEN
)
"""Places for what a program keeps secret: there, only what it does not is looked at."""

PASSWORDS: Mapping[str, str] = {
    "aws:mq:Broker": "users[].password",
    "gcp:alloydb:Cluster": "initialUser.password",
    "azure-native:compute:VirtualMachine": "osProfile.adminPassword",
    "azure-native:compute:VirtualMachineScaleSet": "virtualMachineProfile.osProfile.adminPassword",
    "azure-native:dbformysql:Server": "administratorLoginPassword",
    "azure-native:dbforpostgresql:Server": "administratorLoginPassword",
    "azure-native:keyvault:Secret": "properties.value",
    "azure-native:mongocluster:MongoCluster": "properties.administrator.password",
    "azure-native:sql:ManagedInstance": "administratorLoginPassword",
    "azure-native:sql:Server": "administratorLoginPassword",
    "azure-native:synapse:Workspace": "sqlAdministratorLoginPassword",
    **MORE_PASSWORDS,
}
"""By type, the property for a password, which has to be a secret of the program."""


ENTRIES: Mapping[str, tuple[str, tuple[Any, ...], str]] = {
    "aws:ssm:Parameter": ("type", ("securestring",), "name"),
    "azure-native:automation:Variable": ("isEncrypted", (True,), "variableName"),
}
"""Entries of stores that may be encrypted: what says so, in which words, and their own name."""


@check(*PLACES, reads=tuple(sorted({path for paths in PLACES.values() for path in paths})))
def nothing_is_literal(resource: Resource, _world: World) -> Iterator[Outcome]:
    """No property that others may read holds a credential."""
    before = BEFORE.get(resource.type, "")
    for path in PLACES[resource.type]:
        for found in resource.find(before + path):
            if is_gap(found) or (resource.type in HIDDEN and found.secret):
                continue
            for each in leaks(_in_clear(found) if resource.type in HIDDEN else found):
                if each.is_certain:
                    yield Fail(each.path, f"{each.path} holds {each.what}, in clear")
                else:
                    says = f"{each.path} is {each.what}, which everyone sees who may look at it"
                    yield Undetermined(each.path, says)
    yield Pass()


@check(*PASSWORDS, reads=tuple(sorted(set(PASSWORDS.values()))))
def password_is_a_secret(resource: Resource, _world: World) -> Iterator[Outcome]:
    """A password that is given is a secret of the program, or comes from another resource."""
    for found in resource.find(PASSWORDS[resource.type]):
        if found.is_known and not found.secret:
            yield Fail(found.path, f"{found.path} is in clear, in the program and in its state")
    yield Pass()


@check(STACK, reads=("outputs",), joins=True)
def outputs_are_secrets(stack: Resource, _world: World) -> Iterator[Outcome]:
    """What a stack gives to others is in its state and on the screen of whoever deploys it.

    Source: https://www.pulumi.com/docs/iac/concepts/secrets/#how-secrets-relate-to-outputs
    """
    for each in leaks(_in_clear(Found("outputs", dict(stack.outputs)))):
        yield Fail(each.path, f"{each.path} is {each.what}, in clear")
    yield Pass()


@check(*ENTRIES, reads=("name", "value", "insecureValue"))
def entry_is_hidden(entry: Resource, _world: World) -> Iterator[Outcome]:
    """An entry of a store that is not encrypted holds nothing that its name calls a secret.

    Sources: https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html
    https://learn.microsoft.com/azure/automation/shared-resources/variables
    """
    switch, hidden, name = ENTRIES[entry.type]
    if plain(entry.get(switch)) in hidden:
        yield Pass(switch)
        return
    called = entry.get(name)
    promised = named(called.rpartition("/")[2]) if isinstance(called, str) else None
    for value in (*entry.find("value"), *entry.find("insecureValue")):
        path, how = value.path, f"{switch} is {entry.first(switch)}"
        if promised and not is_gap(value):
            yield Fail(path, f"{called} is a {promised}, and {how}")
        elif any(each.is_certain for each in leaks(value)):
            yield Fail(path, f"{path} holds a credential, and {how}")
        else:
            yield Pass(path)


def _in_clear(found: Found) -> Found:
    """Return what of a value is no secret of the program."""
    return found._replace(value=_without_secrets(found.value, 0))


def _without_secrets(value: Any, depth: int) -> Any:
    if isinstance(value, Secret) or depth > DEEPEST:
        return None
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        return {key: _without_secrets(each, depth + 1) for key, each in mapping.items()}
    if isinstance(value, list):
        return [_without_secrets(each, depth + 1) for each in cast("list[Any]", value)]
    return value


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-09": (nothing_is_literal, password_is_a_secret, outputs_are_secrets, entry_is_hidden)
}
