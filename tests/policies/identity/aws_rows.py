"""Programs on AWS with one property that the rules of identities deny."""

from pulumi_aws import eks, iam, redshift, redshiftserverless, ssoadmin

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
READS = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess"
ONE = {"policy_arn": READS}
ALL = {"policy_arns": [READS]}
PERMISSIONS = {"instance_arn": "arn:aws:sso:::instance/a", "permission_set_arn": "arn:aws:sso:::p"}
NATIVE = {"managedPolicyArns": [READS]}
PIPELINES = {
    "url": "https://token.actions.githubusercontent.com",
    "client_id_lists": ["sts.amazonaws.com"],
}
CLUSTER = {
    "role_arn": "arn:aws:iam::123456789012:role/cluster",
    "vpc_config": {"subnet_ids": ["subnet-1", "subnet-2"]},
    "compute_config": {"enabled": True},
    "access_config": {
        "authentication_mode": "API",
        "bootstrap_cluster_creator_admin_permissions": False,
    },
}
WAREHOUSE = {
    "cluster_identifier": "warehouse",
    "node_type": "ra3.xlplus",
    "master_username": "admin",
    "manage_master_password": True,
}
SERVERLESS = {"namespace_name": "warehouse", "manage_admin_password": True}

weakened(
    CASES,
    (
        ("IAM-02", iam.UserPolicyAttachment, {"user": "ann", **ONE}, "policy_arn", ADMIN),
        ("IAM-02", iam.GroupPolicyAttachment, {"group": "ml", **ONE}, "policy_arn", ADMIN),
        ("IAM-02", iam.PolicyAttachment, {"groups": ["ml"], **ONE}, "policy_arn", ADMIN),
        (
            "IAM-02",
            iam.RolePolicyAttachmentsExclusive,
            {"role_name": "worker", **ALL},
            "policy_arns[0]",
            ADMIN,
        ),
        (
            "IAM-02",
            iam.UserPolicyAttachmentsExclusive,
            {"user_name": "ann", **ALL},
            "policy_arns[0]",
            ADMIN,
        ),
        (
            "IAM-02",
            iam.GroupPolicyAttachmentsExclusive,
            {"group_name": "ml", **ALL},
            "policy_arns[0]",
            ADMIN,
        ),
        (
            "IAM-02",
            ssoadmin.ManagedPolicyAttachment,
            {**PERMISSIONS, "managed_policy_arn": READS},
            "managed_policy_arn",
            ADMIN,
        ),
        (
            "IAM-02",
            ssoadmin.ManagedPolicyAttachmentsExclusive,
            {**PERMISSIONS, "managed_policy_arns": [READS]},
            "managed_policy_arns[0]",
            ADMIN,
        ),
        ("IAM-02", of("aws-native:iam:Role"), NATIVE, "managedPolicyArns[0]", ADMIN),
        ("IAM-02", of("aws-native:iam:User"), NATIVE, "managedPolicyArns[0]", ADMIN),
        ("IAM-03", iam.OpenIdConnectProvider, PIPELINES, "url", "http://idp.acme.example"),
        ("IAM-03", iam.OpenIdConnectProvider, PIPELINES, "client_id_lists", []),
        ("IAM-07", eks.Cluster, CLUSTER, "access_config.authentication_mode", "CONFIG_MAP"),
        ("IAM-08", redshift.Cluster, WAREHOUSE, "master_password", "Correct-Horse-1"),
        ("IAM-08", redshift.Cluster, WAREHOUSE, "manage_master_password", LEFT_OUT),
        (
            "IAM-08",
            redshiftserverless.Namespace,
            SERVERLESS,
            "manage_admin_password",
            LEFT_OUT,
        ),
    ),
)
