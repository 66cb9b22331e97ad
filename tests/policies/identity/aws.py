# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on AWS that the rules of identities admit, deny and leave open."""

import base64
import json

import pulumi
from pulumi_aws import (
    docdb,
    ec2,
    ecs,
    eks,
    elasticache,
    iam,
    lambda_,
    memorydb,
    organizations,
    rds,
    redshift,
    sagemaker,
    ssm,
)

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.identity import aws_rows, literal_rows
from tests.policies.network.pairs import admitted, denied, pair

CASES = Cases([*aws_rows.CASES.found, *literal_rows.AWS.found])
ROLE = "arn:aws:iam::123456789012:role/it"
WHOLE = Settings(profile="regulated", jurisdictions=("eu",), whole_account=True)


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action="s3:GetObject", resource="*", **rest):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **rest}


READ = document(allow())
ALL = document(allow("*"))

for what, make in {
    "policy": lambda name, text: iam.Policy(name, policy=text),
    "inline_policy": lambda name, text: iam.RolePolicy(name, role="it", policy=text),
    "users_policy": lambda name, text: iam.UserPolicy(name, user="it", policy=text),
    "roles_own_policy": lambda name, text: iam.Role(
        name, assume_role_policy="{}", inline_policies=[{"name": "it", "policy": text}]
    ),
}.items():
    pair(
        CASES,
        "IAM-01",
        what,
        lambda name, make=make: make(name, READ),
        lambda name, make=make: make(name, ALL),
    )


def policy(name, *statements):
    iam.Policy(name, policy=document(*statements))


def denial_of_all(name):
    policy(name, {**allow("*"), "Effect": "Deny"})


for what, statement in {
    "everything_in_lists": allow(["s3:Get*", "*"], ["*"]),
    "everything_by_two_wildcards": allow("*:*"),
    "all_but_some": {"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"},
}.items():
    denied(
        CASES, "IAM-01", what, lambda name, statement=statement: policy(name, statement), "policy"
    )
admitted(
    CASES,
    "IAM-01",
    "denial_of_everything",
    denial_of_all,
)


@CASES.passes_by("IAM-01", "IAM-04")
def boundary_with_everything(name):
    made = iam.Policy(name, policy=ALL)
    iam.User(f"{name}-user", permissions_boundary=made.arn)


@CASES.leaves_open("IAM-01", "IAM-04")
def policy_that_nobody_can_read(name):
    iam.Policy(name, policy="[]")


@CASES.admits("IAM-01", preview=Verdict.UNDETERMINED)
def policy_made_of_what_the_cloud_gives(name):
    role = iam.Role(f"{name}-role", assume_role_policy="{}")
    iam.Policy(name, policy=role.arn.apply(lambda arn: document(allow("sts:AssumeRole", arn))))


pair(
    CASES,
    "IAM-02",
    "attachment",
    lambda name: attach(name, "service-role/AmazonEBSCSIDriverPolicy"),
    lambda name: attach(name, "AdministratorAccess"),
    "policyArn",
)
denied(
    CASES,
    "IAM-02",
    "managed_by_its_role",
    lambda name: iam.Role(
        name, assume_role_policy="{}", managed_policy_arns=["arn:aws:iam::aws:policy/IAMFullAccess"]
    ),
    "managedPolicyArns[0]",
)


def attach(name, policy_name):
    iam.RolePolicyAttachment(name, role="it", policy_arn=f"arn:aws:iam::aws:policy/{policy_name}")


@CASES.admits("IAM-02")
def attachment_of_a_policy_of_the_program(name):
    made = iam.Policy(f"{name}-policy", policy=READ)
    iam.RolePolicyAttachment(name, role="it", policy_arn=made.arn)


ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


def access(name, principal, policy_arn=ADMIN):
    eks.AccessPolicyAssociation(
        name,
        cluster_name="it",
        policy_arn=policy_arn,
        principal_arn=principal,
        access_scope={"type": "cluster"},
    )


PEOPLE = "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1"
pair(
    CASES,
    "IAM-02",
    "cluster_admin",
    lambda name: access(name, PEOPLE),
    lambda name: access(name, ROLE),
    "policyArn",
)
admitted(
    CASES,
    "IAM-02",
    "cluster_viewer",
    lambda name: access(name, ROLE, ADMIN.replace("ClusterAdmin", "View")),
)


@CASES.admits("IAM-02")
def cluster_admin_that_people_become(name):
    condition = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    made = trusting(f"{name}-role", Principal={"AWS": ROLE}, Condition=condition)
    access(name, made.arn)


@CASES.denies("IAM-02")
def cluster_admin_that_a_service_becomes(name):
    made = trusting(f"{name}-role", Principal={"Service": "ec2.amazonaws.com"})
    access(name, made.arn)


def trusting(name, action="sts:AssumeRole", **rest):
    return iam.Role(
        name,
        assume_role_policy=document({"Effect": "Allow", "Action": action, **rest}),
    )


TOKENS = "sts:AssumeRoleWithWebIdentity"
FORGE = "token.actions.githubusercontent.com"
GITHUB = {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{FORGE}"}


def of_github(name, **tests):
    keys = {f"{FORGE}:{key}": value for key, value in tests.items()}
    trusting(name, TOKENS, Principal=GITHUB, Condition={"StringLike": keys})


pair(
    CASES,
    "IAM-03",
    "trust",
    lambda name: trusting(name, Principal={"Service": "lambda.amazonaws.com"}),
    lambda name: trusting(name, Principal="*"),
    "assumeRolePolicy",
)
pair(
    CASES,
    "IAM-03",
    "token",
    lambda name: of_github(name, aud="sts.amazonaws.com", sub="repo:acme/it:ref:refs/heads/main"),
    lambda name: of_github(name, aud="sts.amazonaws.com"),
    "assumeRolePolicy",
)
denied(CASES, "IAM-03", "token_of_anyone", lambda name: of_github(name, sub="*"))


def federated(name, operator, key, values, issuer=FORGE):
    provider = {"Federated": f"arn:aws:iam::123456789012:oidc-provider/{issuer}"}
    aud = {"StringEquals": {f"{issuer}:aud": "sts.amazonaws.com"}}
    trusting(name, TOKENS, Principal=provider, Condition={**aud, operator: {key: values}})


SUB, CLUSTERS = f"{FORGE}:sub", "oidc.eks.eu-central-1.amazonaws.com/id/A"
for what, row in {
    "of_any_repository": ("StringLike", SUB, "repo:*"),
    "of_what_begins_so": ("StringLike", SUB, "re*"),
    "of_anything": ("StringLike", SUB, "??*"),
    "of_any_owner": ("StringLike", SUB, "repo:*/*:*"),
    "of_owners_that_begin_so": ("StringLike", SUB, "repo:acme*/*"),
    "of_any_owners_main": ("StringLike", SUB, "repo:*:ref:refs/heads/main"),
    "of_one_and_of_any": ("StringLike", SUB, ["repo:acme/it:ref:x", "repo:*"]),
    "of_nobody_named": ("StringLike", SUB, []),
    "of_all_but_one": ("StringNotLike", SUB, "repo:evil/*"),
    "of_all_but_another": ("StringNotEquals", SUB, "repo:evil/it"),
    "that_has_a_subject": ("Null", SUB, "false"),
    "of_all_values": ("ForAllValues:StringLike", SUB, "repo:acme/it:*"),
    "if_it_says_so": ("StringLikeIfExists", SUB, "repo:acme/it:*"),
    "of_another_issuer": ("StringEquals", "gitlab.com:sub", "project_path:acme/it:ref:main"),
    "of_any_workflow": ("StringLike", f"{FORGE}:job_workflow_ref", "*/.github/workflows/x.yml@*"),
    "of_any_namespace": ("StringLike", f"{CLUSTERS}:sub", "system:serviceaccount:*:it", CLUSTERS),
    "of_any_pod": ("StringLike", f"{CLUSTERS}:sub", "system:serviceaccount:*", CLUSTERS),
    "of_any_project": ("StringLike", "gitlab.com:sub", "project_path:*", "gitlab.com"),
    "of_any_organization": (
        *("StringLike", "app.terraform.io:sub", "organization:*:workspace:it:*"),
        "app.terraform.io",
    ),
    "of_any_word": ("StringLike", "id.acme.example:sub", "a*", "id.acme.example"),
}.items():
    denied(
        CASES,
        "IAM-03",
        f"token_{what}",
        lambda name, row=row: federated(name, *row),
        "assumeRolePolicy",
    )
for what, row in {
    "of_one_owner": ("StringLike", SUB, "repo:acme/*"),
    "of_one_repository": ("StringLike", SUB, ["repo:acme/it:*", "repo:acme/us:*"]),
    "of_one_workflow": (
        *("StringLike", f"{FORGE}:job_workflow_ref"),
        "acme/it/.github/workflows/deploy.yml@*",
    ),
    "of_one_number": ("StringEquals", f"{FORGE}:repository_id", "1234"),
    "of_one_namespace": ("StringLike", f"{CLUSTERS}:sub", "system:serviceaccount:it:*", CLUSTERS),
    "of_any_value": ("ForAnyValue:StringLike", SUB, "repo:acme/it:*"),
    "of_one_project": (
        *("StringLike", "gitlab.com:sub", "project_path:acme/it:ref_type:branch:ref:*"),
        "gitlab.com",
    ),
    "of_one_organization": (
        *("StringLike", "app.terraform.io:sub", "organization:acme:project:it:*"),
        "app.terraform.io",
    ),
    "of_an_enterprise": ("StringLike", SUB, "repo:acme/it:*", f"{FORGE}/acme"),
    "of_an_issuer_of_ones_own": (
        *("StringLike", "id.acme.example:sub", "team:ml/*"),
        "id.acme.example",
    ),
}.items():
    admitted(CASES, "IAM-03", f"token_{what}", lambda name, row=row: federated(name, *row))


@CASES.admits("IAM-03")
def token_of_one_owner_by_one_of_two_conditions(name):
    of_github(name, sub="repo:*", repository_id="1234")


SAML = {"Federated": "arn:aws:iam::123456789012:saml-provider/it"}


def by_saml(name, operator, said="https://signin.aws.amazon.com/saml"):
    condition = {operator: {"SAML:aud": said}}
    trusting(name, "sts:AssumeRoleWithSAML", Principal=SAML, Condition=condition)


pair(
    CASES,
    "IAM-03",
    "assertion",
    lambda name: by_saml(name, "StringEquals"),
    lambda name: by_saml(name, "StringNotEquals"),
    "assumeRolePolicy",
)
denied(CASES, "IAM-03", "assertion_for_anyone", lambda name: by_saml(name, "StringLike", "*"))
denied(
    CASES,
    "IAM-03",
    "certificate_of_all_but_some",
    lambda name: trusting(
        name,
        Principal={"Service": "rolesanywhere.amazonaws.com"},
        Condition={"ArnNotEquals": {"aws:SourceArn": "arn:aws:rolesanywhere:eu-central-1:1:ta/a"}},
    ),
)
admitted(
    CASES,
    "IAM-03",
    "certificate_of_one_anchor",
    lambda name: trusting(
        name,
        Principal={"Service": "rolesanywhere.amazonaws.com"},
        Condition={"ArnLike": {"aws:SourceArn": "arn:aws:rolesanywhere:eu-central-1:1:ta/a"}},
    ),
)
denied(
    CASES,
    "IAM-03",
    "certificate_of_anyone",
    lambda name: trusting(name, Principal={"Service": "rolesanywhere.amazonaws.com"}),
)
admitted(
    CASES,
    "IAM-03",
    "everyone_of_an_organization",
    lambda name: trusting(
        name,
        Principal={"AWS": "*"},
        Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
    ),
)
pair(
    CASES,
    "IAM-03",
    "provider",
    lambda name: iam.OpenIdConnectProvider(
        name, url="https://it.example", client_id_lists=["sts.amazonaws.com"]
    ),
    lambda name: iam.OpenIdConnectProvider(name, url="https://it.example", client_id_lists=["*"]),
    "clientIdLists[0]",
)

ONE = "arn:aws:iam::123456789012:role/one"
pair(
    CASES,
    "IAM-04",
    "passing_roles",
    lambda name: policy(name, allow("iam:PassRole", ONE)),
    lambda name: policy(name, allow("iam:PassRole")),
    "policy",
)
for what, statement in {
    "passing_any_role_by_name": allow("iam:PassRole", "arn:aws:iam::123456789012:role/*"),
    "writing_policies_by_wildcard": allow(["iam:Put*"]),
    "becoming_any_role": allow("sts:AssumeRole"),
    "passing_in_one_region": allow(
        "iam:PassRole", Condition={"StringEquals": {"aws:RequestedRegion": "eu-central-1"}}
    ),
}.items():
    denied(CASES, "IAM-04", what, lambda name, statement=statement: policy(name, statement))
admitted(
    CASES,
    "IAM-04",
    "passing_to_one_service",
    lambda name: policy(
        name,
        allow(
            "iam:PassRole", Condition={"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
        ),
    ),
)

pair(
    CASES,
    "IAM-05",
    "key",
    lambda name: iam.AccessKey(name, user="it", status="Inactive"),
    lambda name: iam.AccessKey(name, user="it"),
    "status",
)
denied(CASES, "IAM-05", "active_key", lambda name: iam.AccessKey(name, user="it", status="Active"))
denied(CASES, "IAM-05", "user", iam.User)
denied(CASES, "IAM-05", "password", lambda name: iam.UserLoginProfile(name, user="it"))
pair(
    CASES,
    "IAM-05",
    "key_for_models",
    lambda name: key_for_models(name, status="Inactive"),
    lambda name: key_for_models(name, status="Active"),
    "status",
)


def key_for_models(name, **status):
    iam.ServiceSpecificCredential(
        name, service_name="bedrock.amazonaws.com", user_name="it", **status
    )


pair(
    CASES,
    "IAM-06",
    "pod",
    lambda name: pod(name, "it"),
    lambda name: pod(name, "default"),
    "serviceAccount",
)


def pod(name, account):
    eks.PodIdentityAssociation(
        name, cluster_name="it", namespace="it", role_arn=ROLE, service_account=account
    )


NETWORK = {"subnet_ids": ["subnet-1"]}


def cluster(name, **config):
    made = eks.Cluster(name, role_arn=ROLE, vpc_config=NETWORK, access_config=config or None)
    eks.Addon(f"{name}-agent", addon_name="eks-pod-identity-agent", cluster_name=made.name)


pair(
    CASES,
    "IAM-07",
    "cluster",
    lambda name: cluster(name, authentication_mode="API"),
    cluster,
)
pair(
    CASES,
    "IAM-07",
    "creator",
    lambda name: cluster(
        name,
        authentication_mode="API_AND_CONFIG_MAP",
        bootstrap_cluster_creator_admin_permissions=False,
    ),
    lambda name: cluster(name, authentication_mode="API_AND_CONFIG_MAP"),
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
)
denied(
    CASES,
    "IAM-07",
    "cluster_without_an_agent",
    lambda name: eks.Cluster(
        name, role_arn=ROLE, vpc_config=NETWORK, access_config={"authentication_mode": "API"}
    ),
)

MANAGED = {"iam_database_authentication_enabled": True, "manage_master_user_password": True}


def database(name, engine="postgres", **rest):
    rds.Instance(name, instance_class="db.t4g.micro", engine=engine, **rest)


pair(
    CASES,
    "IAM-08",
    "database",
    lambda name: database(name, **MANAGED),
    lambda name: database(name, iam_database_authentication_enabled=True, password="it"),
    "manageMasterUserPassword",
)
denied(
    CASES,
    "IAM-08",
    "login_by_password",
    lambda name: database(name, manage_master_user_password=True),
    "iamDatabaseAuthenticationEnabled",
)
admitted(
    CASES,
    "IAM-08",
    "engine_without_such_a_login",
    lambda name: database(name, "sqlserver-ex", manage_master_user_password=True),
)
pair(
    CASES,
    "IAM-08",
    "documents",
    lambda name: docdb.Cluster(name, manage_master_user_password=True),
    lambda name: docdb.Cluster(name, master_password="it"),
)
denied(
    CASES,
    "IAM-08",
    "warehouse",
    lambda name: redshift.Cluster(
        name, cluster_identifier="it", node_type="ra3.large", master_password="it"
    ),
)


def cache(name, **more):
    elasticache.ReplicationGroup(name, description="it", **more)


pair(
    CASES,
    "IAM-08",
    "cache_with_users",
    lambda name: cache(name, user_group_ids=["it"]),
    cache,
    "userGroupIds",
)
admitted(
    CASES,
    "IAM-08",
    "cache_with_a_password",
    lambda name: cache(name, auth_token=pulumi.Output.secret("Zk3pQ9vX1tL7mB2nR8sW")),
)
pair(
    CASES,
    "IAM-08",
    "cache_in_memory",
    lambda name: memorydb.Cluster(name, acl_name="shop", node_type="db.t4g.small"),
    lambda name: memorydb.Cluster(name, acl_name="open-access", node_type="db.t4g.small"),
    "aclName",
)


def function(name, **variables):
    lambda_.Function(name, role=ROLE, environment={"variables": variables})


KEY = "AKIA" + "J7Q2WZ5RTX4KM3PD"
pair(
    CASES,
    "IAM-09",
    "variable",
    lambda name: function(
        name,
        DB_SECRET_ARN="arn:aws:secretsmanager:eu-central-1:123456789012:secret:it",
        API_TOKEN="${it}",
        MAX_TOKENS="4096",
        LOG_LEVEL="info",
        SECRET_NAME="prod/database",
    ),
    lambda name: function(name, DB_PASSWORD="tr0ub4dor"),
    "environment.variables.DB_PASSWORD",
)
for what, value in {
    "access_key": KEY,
    "token_of_a_forge": "ghp_" + "a1B2" * 9,
    "key_of_a_model": "sk-" + "proj-" + "a1B2" * 12,
    "private_key": "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE",
    "address_with_a_password": "postgres://it:tr0ub4dor@db.example:5432/it",
    "connection_string": "Server=db;User Id=it;Password=tr0ub4dor;",
    "signed_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJpdCJ9." + "c2lnbmF0dXJlLW9mLWl0",
}.items():
    denied(CASES, "IAM-09", what, lambda name, value=value: function(name, VALUE=value))
SCRIPT = "#!/bin/sh\nexport DB_PASSWORD='tr0ub4dor'\n./run\n"
CAREFUL = "#!/bin/sh\nPASSWORD=$(aws secretsmanager get-secret-value --secret-id it)\n"


def machine(name, **data):
    ec2.Instance(name, ami="ami-1", instance_type="t4g.nano", **data)


pair(
    CASES,
    "IAM-09",
    "script",
    lambda name: machine(name, user_data=CAREFUL),
    lambda name: machine(name, user_data=SCRIPT),
    "userData",
)
pair(
    CASES,
    "IAM-09",
    "script_in_base64",
    lambda name: machine(name, user_data_base64=base64.b64encode(CAREFUL.encode()).decode()),
    lambda name: machine(name, user_data_base64=base64.b64encode(SCRIPT.encode()).decode()),
    "userDataBase64",
)


def task(name, value):
    containers = [{"name": "it", "environment": [{"name": "JWT_SECRET", "value": value}]}]
    ecs.TaskDefinition(name, family="it", container_definitions=json.dumps(containers))


pair(
    CASES,
    "IAM-09",
    "task",
    lambda name: task(name, "prod-signing-key-name"),
    lambda name: task(name, "9f8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c"),
    "containerDefinitions",
)
admitted(
    CASES,
    "IAM-09",
    "hyperparameters",
    lambda name: sagemaker.TrainingJob(
        name, role_arn=ROLE, training_job_name="it", hyper_parameters={"tokenizer": "bert-base"}
    ),
)


def parameter(name, value, kind="String", called="/shop/db/endpoint"):
    ssm.Parameter(name, name=called, type=kind, value=value)


def open_parameter(name, value):
    ssm.Parameter(name, name="/shop/db/endpoint", type="String", insecure_value=value)


pair(
    CASES,
    "IAM-09",
    "parameter_that_its_name_calls_a_password",
    lambda name: parameter(name, "it", "SecureString", "/shop/db/password"),
    lambda name: parameter(name, pulumi.Output.secret("it"), called="/shop/db/password"),
    "value",
)
pair(
    CASES,
    "IAM-09",
    "parameter",
    lambda name: open_parameter(name, "db.shop.internal:5432"),
    lambda name: open_parameter(name, "postgres://shop:Zk3pQ9vX1t@db.shop.internal"),
    "insecureValue",
)


@CASES.denies("IAM-09", path="environment.variables.API_TOKEN")
def variable_that_pulumi_hides(name):
    function(name, API_TOKEN=pulumi.Output.secret("Zk3pQ9vX1tL7mB2nR8sW"))


@CASES.denies("IAM-10", settings=WHOLE)
def account_without_guard_rails(name):
    ec2.Vpc(name, cidr_block="10.0.0.0/16")


@CASES.admits("IAM-10", settings=WHOLE)
def account_with_guard_rails(name):
    organizations.Policy(name, content="{}")


@CASES.passes_by("IAM-10")
def account_of_which_this_is_a_part(name):
    ec2.Vpc(name, cidr_block="10.0.0.0/16")
