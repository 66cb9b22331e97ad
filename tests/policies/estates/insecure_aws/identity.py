"""Users with keys, roles that may do anything, keys and secrets anyone may use."""

import json

from pulumi_aws import cognito, iam, kms, secretsmanager, ssm

EXPECTED = {
    "admin-user": "untagged",
    "admin-key": "longlived",
    "admin-attachment": "almighty",
    "admin-inline": "almighty",
    "console-login": "longlived",
    "ci-user": "untagged",
    "ci-key": "longlived",
    "developers-policy": "almighty",
    "developers-iam": "almighty",
    "star-policy": "almighty",
    "resource-star": "almighty",
    "not-action": "almighty",
    "pass-role": "escalation",
    "policy-version": "escalation",
    "credentials-reader": "escalation",
    "wildcard-role": "anyone untagged",
    "wildcard-role-admin": "almighty",
    "github-role": "anyone untagged",
    "vendor-role": "anyone untagged",
    "lambda-role": "untagged",
    "lambda-role-policy": "almighty",
    "lambda-role-s3": "almighty",
    "ec2-role": "almighty untagged",
    "everyone-admin": "almighty",
    "weak-passwords": "passwords",
    "plain-key": "unrotated untagged abroad",
    "open-key": "loose-key unrotated untagged abroad",
    "short-key": "loose-key unrotated",
    "db-secret": "unkeyed untagged abroad",
    "db-secret-value": "password",
    "db-secret-policy": "anyone",
    "api-token": "unkeyed untagged copied-abroad",
    "db-parameter": "password untagged abroad unkeyed",
    "stripe-parameter": "password untagged abroad",
    "pool": "untagged abroad unprotected",
    "guests": "untagged abroad",
}


def users():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/iam.tf"""
    admin = iam.User("admin-user", name="administrator")
    iam.AccessKey("admin-key", user=admin.name)
    iam.UserPolicyAttachment(
        "admin-attachment",
        user=admin.name,
        policy_arn="arn:aws:iam::aws:policy/AdministratorAccess",
    )
    iam.UserPolicy("admin-inline", user=admin.name, policy=allowing(["ec2:*", "s3:*", "iam:*"]))
    iam.UserLoginProfile("console-login", user=admin.name, password_length=8)
    ci = iam.User("ci-user", force_destroy=True)
    iam.AccessKey("ci-key", user=ci.name, status="Active")
    developers = iam.Group("developers")
    iam.GroupPolicy("developers-policy", group=developers.name, policy=allowing("*"))
    iam.GroupPolicyAttachment(
        "developers-iam", group=developers.name, policy_arn=iam.ManagedPolicy.IAM_FULL_ACCESS
    )
    iam.AccountPasswordPolicy(
        "weak-passwords", minimum_password_length=6, require_symbols=False, max_password_age=0
    )


def policies():
    """https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/"""
    iam.Policy("star-policy", policy=allowing("*"))
    iam.Policy("resource-star", policy=allowing(["*:*"]))
    iam.Policy(
        "not-action",
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": {"Effect": "Allow", "NotAction": "aws-portal:*", "Resource": "*"},
            }
        ),
    )
    iam.Policy("pass-role", policy=allowing(["iam:PassRole", "ec2:RunInstances"]))
    iam.Policy("policy-version", policy=allowing(["iam:CreatePolicyVersion", "iam:Get*"]))
    iam.Policy(
        "credentials-reader",
        policy=allowing(["iam:CreateAccessKey", "iam:UpdateLoginProfile", "sts:AssumeRole"]),
    )


def roles():
    """https://github.com/RhinoSecurityLabs/cloudgoat/tree/master/cloudgoat/scenarios/aws"""
    wildcard = iam.Role("wildcard-role", assume_role_policy=trusting({"AWS": "*"}))
    iam.RolePolicyAttachment(
        "wildcard-role-admin",
        role=wildcard.name,
        policy_arn=iam.ManagedPolicy.ADMINISTRATOR_ACCESS,
    )
    iam.Role(
        "github-role",
        assume_role_policy=trusting(
            {
                "Federated": "arn:aws:iam::111122223333:oidc-provider/"
                "token.actions.githubusercontent.com"
            },
            action="sts:AssumeRoleWithWebIdentity",
            condition={
                "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}
            },
        ),
    )
    iam.Role("vendor-role", assume_role_policy=trusting({"AWS": "arn:aws:iam::999988887777:root"}))
    lambda_role = iam.Role(
        "lambda-role", assume_role_policy=trusting({"Service": "lambda.amazonaws.com"})
    )
    iam.RolePolicy("lambda-role-policy", role=lambda_role.id, policy=allowing("*"))
    iam.RolePolicy(
        "lambda-role-s3", role=lambda_role.id, policy=allowing(["iam:*", "lambda:*", "s3:*"])
    )
    worker = iam.Role(
        "ec2-role",
        assume_role_policy=trusting({"Service": "ec2.amazonaws.com"}),
        managed_policy_arns=["arn:aws:iam::aws:policy/AdministratorAccess"],
    )
    iam.InstanceProfile("ec2-profile", role=worker.name)
    iam.PolicyAttachment(
        "everyone-admin",
        roles=[lambda_role.name],
        groups=["developers"],
        policy_arn="arn:aws:iam::aws:policy/AdministratorAccess",
    )


def keys():
    """https://github.com/nccgroup/sadcloud/blob/master/modules/aws/kms/main.tf"""
    key = kms.Key("plain-key", description="KMS Key with no rotation")
    kms.Alias("plain-key-alias", target_key_id=key.key_id)
    kms.Key("open-key", policy=allowing("kms:*", principal={"AWS": "*"}))
    kms.Key("short-key", deletion_window_in_days=7, enable_key_rotation=False)


def secrets():
    """https://www.pulumi.com/registry/packages/aws/api-docs/secretsmanager/secretversion/"""
    secret = secretsmanager.Secret("db-secret", recovery_window_in_days=0)
    secretsmanager.SecretVersion(
        "db-secret-value",
        secret_id=secret.id,
        secret_string=json.dumps({"username": "admin", "password": "hunter2-Hunter2"}),
    )
    secretsmanager.SecretPolicy(
        "db-secret-policy",
        secret_arn=secret.arn,
        policy=allowing("secretsmanager:GetSecretValue", principal={"AWS": "*"}),
    )
    secretsmanager.Secret("api-token", replicas=[{"region": "us-west-2"}])
    ssm.Parameter("db-parameter", type="String", value="postgres://app:s3cr3t-pa55@db.local/app")
    ssm.Parameter("stripe-parameter", type="SecureString", value="sk_live_" + "4eC39HqLyjWDarjtT1z")
    pool = cognito.UserPool("pool", password_policy={"minimum_length": 6})
    cognito.UserPoolClient("pool-client", user_pool_id=pool.id)
    cognito.IdentityPool(
        "guests", identity_pool_name="guests", allow_unauthenticated_identities=True
    )


def allowing(action, *, principal=None):
    statement = {"Effect": "Allow", "Action": action, "Resource": "*"}
    if principal is not None:
        statement["Principal"] = principal
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trusting(principal, *, action="sts:AssumeRole", condition=None):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    if condition is not None:
        statement["Condition"] = condition
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


PROGRAM = (users, policies, roles, keys, secrets)
