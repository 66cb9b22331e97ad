"""Programs in the words of CloudFormation that the rules of encryption admit and deny."""

from __future__ import annotations

from typing import Any

from tests.policies.cases import Cases
from tests.policies.encryption import aws_at_rest
from tests.policies.encryption.declaring import TokenRows, both, of
from tests.policies.network.pairs import pair
from tests.policies.weakened import LEFT_OUT, Props, weakened

CASES = Cases()
ARN = aws_at_rest.ARN
KMS: Any = {"kmsKeyId": ARN}
DISK: Any = {"encrypted": True, **KMS}
MAPPED: Any = {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": DISK}]}
IN_CLEAR: Any = {"blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {}}]}
GLUE: Any = {
    "encryptionAtRest": {"catalogEncryptionMode": "SSE-KMS", "sseAwsKmsKeyId": ARN},
    "connectionPasswordEncryption": {"returnConnectionPasswordEncrypted": True, **KMS},
}
RESULTS: Any = {"resultConfiguration": {"encryptionConfiguration": {"kmsKey": ARN}}}

BY_TOKEN: TokenRows = (
    (
        "ENC-02",
        "aws-native:ec2:LaunchTemplate",
        {"launchTemplateData": MAPPED},
        {"launchTemplateData": IN_CLEAR},
    ),
    ("ENC-02", "aws-native:ec2:Instance", MAPPED, IN_CLEAR),
    ("ENC-05", "aws-native:docdb:DbCluster", {"storageEncrypted": True, **KMS}, {}),
    ("ENC-05", "aws-native:neptune:DbCluster", {"storageEncrypted": True, **KMS}, {}),
    ("ENC-05", "aws-native:docdbelastic:Cluster", KMS, {}),
    ("ENC-05", "aws-native:neptunegraph:Graph", {"kmsKeyIdentifier": ARN}, {}),
    ("ENC-05", "aws-native:memorydb:Cluster", KMS, {}),
    ("ENC-08", "aws-native:athena:WorkGroup", {"workGroupConfiguration": RESULTS}, {}),
    (
        "ENC-08",
        "aws-native:glue:DataCatalogEncryptionSettings",
        {"dataCatalogEncryptionSettings": GLUE},
        {},
    ),
)
for rule, token, has, base in BY_TOKEN:
    both(CASES, rule, of(token), has, base)

SITE = "aws-native:cloudfront:Distribution"
BEHAVIOR: Props = {"viewerProtocolPolicy": "redirect-to-https"}
SERVED: Props = {
    "distributionConfig": {
        "defaultCacheBehavior": BEHAVIOR,
        "cacheBehaviors": [BEHAVIOR],
        "viewerCertificate": {"minimumProtocolVersion": "TLSv1.2_2021"},
    }
}
DOMAIN: Props = {"domainName": "api.acme.example", "securityPolicy": "TLS_1_2"}
V2: Props = {"domainNameConfigurations": [{"securityPolicy": "TLS_1_2"}]}
SEARCH: Props = {
    "nodeToNodeEncryptionOptions": {"enabled": True},
    "domainEndpointOptions": {
        "enforceHttps": True,
        "tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10",
    },
}
BROKERS: Props = {"encryptionInfo": {"encryptionInTransit": {"clientBroker": "TLS"}}}
ROUTER: Props = {"listeners": [{"protocol": "HTTPS", "instancePort": "80"}]}
AURORA: Props = {"family": "aurora-mysql8.0", "parameters": {"require_secure_transport": "ON"}}
DOCUMENTS: Props = {"family": "docdb5.0", "parameters": {"tls": "enabled"}}
GRAPHS: Props = {"family": "neptune1.3", "parameters": {"neptune_enforce_ssl": 1}}
WAREHOUSE: Props = {
    "parameterGroupFamily": "redshift-1.0",
    "parameters": [{"parameterName": "require_ssl", "parameterValue": "true"}],
}
PLAIN = "viewerProtocolPolicy"
BEHAVIORS = "distributionConfig.cacheBehaviors[0]"

weakened(
    CASES,
    (
        (rule, of(token), sound, *weak)
        for rule, token, sound, *weak in (
            (
                "ENC-02",
                "aws-native:autoscaling:LaunchConfiguration",
                MAPPED,
                "blockDeviceMappings[0].ebs.encrypted",
                False,
            ),
            (
                "ENC-31",
                SITE,
                SERVED,
                f"distributionConfig.defaultCacheBehavior.{PLAIN}",
                "allow-all",
            ),
            ("ENC-31", SITE, SERVED, f"{BEHAVIORS}.{PLAIN}", "allow-all"),
            (
                "ENC-31",
                SITE,
                SERVED,
                "distributionConfig.viewerCertificate.minimumProtocolVersion",
                "TLSv1",
            ),
            (
                "ENC-31",
                "aws-native:elasticloadbalancing:LoadBalancer",
                ROUTER,
                "listeners[0].protocol",
                "HTTP",
            ),
            (
                "ENC-31",
                "aws-native:apigatewayv2:DomainName",
                V2,
                "domainNameConfigurations[0].securityPolicy",
                "TLS_1_0",
            ),
            ("ENC-33", "aws-native:memorydb:Cluster", {"tlsEnabled": True}, "tlsEnabled", False),
            (
                "ENC-33",
                "aws-native:opensearchservice:Domain",
                SEARCH,
                "nodeToNodeEncryptionOptions.enabled",
                LEFT_OUT,
            ),
            (
                "ENC-33",
                "aws-native:opensearchservice:Domain",
                SEARCH,
                "domainEndpointOptions.enforceHttps",
                False,
            ),
            (
                "ENC-33",
                "aws-native:opensearchservice:Domain",
                SEARCH,
                "domainEndpointOptions.tlsSecurityPolicy",
                "Policy-Min-TLS-1-0-2019-07",
            ),
            (
                "ENC-33",
                "aws-native:msk:Cluster",
                BROKERS,
                "encryptionInfo.encryptionInTransit.clientBroker",
                "PLAINTEXT",
            ),
            (
                "ENC-33",
                "aws-native:msk:Cluster",
                BROKERS,
                "encryptionInfo.encryptionInTransit.inCluster",
                False,
            ),
            (
                "ENC-34",
                "aws-native:apigateway:DomainName",
                DOMAIN,
                "securityPolicy",
                "TLS_1_0",
            ),
            (
                "ENC-34",
                "aws-native:apigateway:DomainNameV2",
                DOMAIN,
                "securityPolicy",
                LEFT_OUT,
            ),
            (
                "ENC-32",
                "aws-native:rds:DbClusterParameterGroup",
                AURORA,
                "parameters.require_secure_transport",
                "OFF",
                "parameters.require_secure_transport",
            ),
            (
                "ENC-32",
                "aws-native:docdb:DbClusterParameterGroup",
                DOCUMENTS,
                "parameters.tls",
                "disabled",
            ),
            (
                "ENC-32",
                "aws-native:neptune:DbClusterParameterGroup",
                GRAPHS,
                "parameters.neptune_enforce_ssl",
                0,
                "parameters.neptune_enforce_ssl",
            ),
            (
                "ENC-32",
                "aws-native:redshift:ClusterParameterGroup",
                WAREHOUSE,
                "parameters[0].parameterValue",
                "false",
            ),
        )
    ),
)


def native_group(name, says):
    of("aws-native:rds:DbParameterGroup")(
        name, family="postgres14", parameters={"rds.force_ssl": says}
    )


pair(
    CASES,
    "ENC-32",
    "native_group",
    lambda name: native_group(name, 1),
    lambda name: native_group(name, "0"),
    'parameters["rds.force_ssl"]',
)


@CASES.denies("ENC-32", path="parameters")
def native_group_that_says_nothing(name):
    of("aws-native:rds:DbParameterGroup")(name, family="postgres14")


@CASES.admits("ENC-32")
def native_group_of_an_engine_that_asks_by_default(name):
    of("aws-native:rds:DbParameterGroup")(name, family="postgres16", parameters={})


@CASES.passes_by("ENC-02")
def native_machine_with_a_template(name):
    of("aws-native:ec2:Instance")(name, launchTemplate={"launchTemplateId": "lt-1"})


@CASES.denies("ENC-02")
def native_machine_that_says_nothing_of_disks(name):
    of("aws-native:ec2:Instance")(name, imageId="ami-1")


@CASES.passes_by("ENC-02")
def native_machine_with_a_disk_of_its_own(name):
    disk = {"deviceName": "/dev/sdb", "virtualName": "ephemeral0"}
    of("aws-native:ec2:Instance")(name, blockDeviceMappings=[disk])


@CASES.admits("ENC-08")
def native_workgroup_with_managed_results(name):
    results = {"encryptionConfiguration": {"kmsKey": ARN}}
    of("aws-native:athena:WorkGroup")(
        name, workGroupConfiguration={"managedQueryResultsConfiguration": results}
    )
