"""Programs on AWS with one property that the rules of networks deny."""

from pulumi_aws import bedrock, comprehend, ec2, imagebuilder, s3, sagemaker

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
ROLE = "arn:aws:iam::123456789012:role/a"
GROUPS = "http://acs.amazonaws.com/groups"
SWITCHES = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
NATIVE_SWITCHES = (
    "blockPublicAcls",
    "blockPublicPolicy",
    "ignorePublicAcls",
    "restrictPublicBuckets",
)

BLOCK = {"bucket": "lake", **dict.fromkeys(SWITCHES, True)}
POINT = {
    "bucket": "lake",
    "public_access_block_configuration": dict.fromkeys(SWITCHES, True),
}
NATIVE_BUCKET = {"publicAccessBlockConfiguration": dict.fromkeys(NATIVE_SWITCHES, True)}
ACL = {
    "bucket": "logs",
    "access_control_policy": {
        "owner": {"id": "us"},
        "grants": [
            {
                "permission": "WRITE",
                "grantee": {"type": "Group", "uri": f"{GROUPS}/s3/LogDelivery"},
            }
        ],
    },
}
OBJECT = {"bucket": "lake", "key": "readme.txt", "content": "a"}
ADDRESS = {"allocation_id": "eipalloc-1", "network_interface_id": "eni-1"}
MACHINE = {
    "ami": "ami-1",
    "instance_type": "m7i.large",
    "subnet_id": "subnet-1",
    "vpc_security_group_ids": ["sg-1"],
}
NOTEBOOK = {
    "instance_type": "ml.t3.medium",
    "role_arn": ROLE,
    "direct_internet_access": "Disabled",
    "subnet_id": "subnet-1",
    "instance_metadata_service_configuration": {"minimum_instance_metadata_service_version": "2"},
}
OURS = {"security_group_ids": ["sg-1"], "subnet_ids": ["subnet-1"]}
OURS_TOO = {"security_group_ids": ["sg-1"], "subnets": ["subnet-1"]}
MODEL = {"execution_role_arn": ROLE, "enable_network_isolation": True, "vpc_config": OURS_TOO}
TUNED = {
    "base_model_identifier": "amazon.titan-text-express-v1",
    "custom_model_name": "ours",
    "hyperparameters": {},
    "job_name": "tune",
    "output_data_config": {"s3_uri": "s3://models"},
    "role_arn": ROLE,
    "training_data_config": {"s3_uri": "s3://data"},
    "vpc_config": OURS,
}
RECOGNIZER = {
    "data_access_role_arn": ROLE,
    "input_data_config": {"entity_types": [{"type": "PRODUCT"}]},
    "language_code": "en",
    "vpc_config": OURS_TOO,
}
BUILDER = {
    "instance_profile_name": "builder",
    "instance_metadata_options": {"http_tokens": "required"},
}
EVERYTHING = [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}]

NATIVE = of("aws-native:s3:Bucket")
DATABASE = of("aws-native:rds:DbInstance")
CLUSTER = of("aws-native:eks:Cluster")
URL = of("aws-native:lambda:Url")
TEMPLATE = of("aws-native:ec2:LaunchTemplate")

weakened(
    CASES,
    (
        *(("NET-03", s3.BucketPublicAccessBlock, BLOCK, each, False) for each in SWITCHES),
        *(
            (
                "NET-03",
                s3.AccessPoint,
                POINT,
                f"public_access_block_configuration.{each}",
                False,
            )
            for each in SWITCHES
        ),
        *(
            ("NET-03", NATIVE, NATIVE_BUCKET, f"publicAccessBlockConfiguration.{each}", False)
            for each in NATIVE_SWITCHES
        ),
        ("NET-03", NATIVE, NATIVE_BUCKET, "accessControl", "PublicRead"),
        (
            "NET-03",
            s3.BucketAcl,
            ACL,
            "access_control_policy.grants[0].grantee.uri",
            f"{GROUPS}/global/AllUsers",
        ),
        ("NET-03", s3.BucketObject, OBJECT, "acl", "public-read"),
        ("NET-04", DATABASE, {"publiclyAccessible": False}, "publiclyAccessible", True),
        (
            "NET-05",
            CLUSTER,
            {"resourcesVpcConfig": {"endpointPublicAccess": False}},
            "resourcesVpcConfig.endpointPublicAccess",
            True,
        ),
        ("NET-06", ec2.EipAssociation, ADDRESS, "instance_id", "i-1"),
        ("NET-07", ec2.DefaultSecurityGroup, {"vpc_id": "vpc-1"}, "egress", EVERYTHING),
        ("NET-07", ec2.Instance, MACHINE, "vpc_security_group_ids", LEFT_OUT),
        ("NET-08", sagemaker.NotebookInstance, NOTEBOOK, "subnet_id", LEFT_OUT),
        ("NET-08", sagemaker.Model, MODEL, "enable_network_isolation", False),
        ("NET-08", bedrock.CustomModel, TUNED, "vpc_config.subnet_ids", LEFT_OUT),
        ("NET-08", comprehend.EntityRecognizer, RECOGNIZER, "vpc_config.subnets", LEFT_OUT),
        ("NET-10", URL, {"authType": "AWS_IAM"}, "authType", "NONE"),
        (
            "NET-13",
            ec2.InstanceMetadataDefaults,
            {"http_tokens": "required"},
            "http_tokens",
            "optional",
        ),
        (
            "NET-13",
            imagebuilder.InfrastructureConfiguration,
            BUILDER,
            "instance_metadata_options.http_tokens",
            "optional",
        ),
        (
            "NET-13",
            sagemaker.NotebookInstance,
            NOTEBOOK,
            "instance_metadata_service_configuration.minimum_instance_metadata_service_version",
            "1",
        ),
        (
            "NET-13",
            TEMPLATE,
            {"launchTemplateData": {"metadataOptions": {"httpTokens": "required"}}},
            "launchTemplateData.metadataOptions.httpTokens",
            "optional",
        ),
    ),
)
