# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Google Cloud that the rules of identities admit, deny and leave open."""

import json

from pulumi import Output
from pulumi_gcp import (
    alloydb,
    cloudbuild,
    cloudrunv2,
    compute,
    container,
    folder,
    iam,
    kms,
    orgpolicy,
    projects,
    redis,
    serviceaccount,
    sql,
    storage,
    workflows,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.identity import gcp_rows, literal_rows
from tests.policies.network.pairs import admitted, denied, pair
from tests.policies.weakened import making

CASES = Cases([*gcp_rows.CASES.found, *literal_rows.GCP.found])
WHOLE = Settings(profile="regulated", jurisdictions=("eu",), whole_account=True)
US = "group:ours@acme.example"


def grant(name, role, member=US):
    projects.IAMMember(name, project="it", role=role, member=member)


def all_of(name, role):
    projects.IAMBinding(name, project="it", role=role, members=[US])


def whole(name, role):
    bindings = [{"role": role, "members": [US]}]
    projects.IAMPolicy(name, project="it", policy_data=json.dumps({"bindings": bindings}))


def on_a_folder(name, role):
    folder.IAMMember(name, folder="it", role=role, member=US)


for rule, role in {
    "IAM-01": "roles/editor",
    "IAM-02": "roles/resourcemanager.projectIamAdmin",
    "IAM-04": "roles/iam.serviceAccountTokenCreator",
}.items():
    number = rule.replace("-", "").lower()
    for what, make in {
        "member": grant,
        "binding": all_of,
        "policy": whole,
        "folder": on_a_folder,
    }.items():
        pair(
            CASES,
            rule,
            f"{what}_{number}",
            lambda name, make=make: make(name, "roles/storage.objectViewer"),
            lambda name, make=make, role=role: make(name, role),
        )
admitted(
    CASES,
    "IAM-01",
    "googles_own_account",
    lambda name: grant(name, "roles/editor", "serviceAccount:1@cloudservices.gserviceaccount.com"),
)


def role(name, *permissions):
    projects.IAMCustomRole(name, role_id="it", title="it", permissions=list(permissions))


pair(
    CASES,
    "IAM-04",
    "role",
    lambda name: role(name, "storage.objects.get"),
    lambda name: role(name, "storage.objects.get", "iam.serviceAccounts.actAs"),
    "permissions[1]",
)


def provider(name, **rest):
    iam.WorkloadIdentityPoolProvider(
        name,
        workload_identity_pool_id="it",
        workload_identity_pool_provider_id="it",
        oidc={"issuer_uri": "https://token.actions.githubusercontent.com"},
        **rest,
    )


pair(
    CASES,
    "IAM-03",
    "provider",
    lambda name: provider(name, attribute_condition="assertion.repository_owner == 'acme'"),
    provider,
    "attributeCondition",
)
denied(
    CASES,
    "IAM-03",
    "provider_for_everyone",
    lambda name: provider(name, attribute_condition="true"),
    "attributeCondition",
)
POOL = "iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/it"


def login(name, member):
    serviceaccount.IAMMember(
        name, service_account_id="it", role="roles/iam.workloadIdentityUser", member=member
    )


pair(
    CASES,
    "IAM-03",
    "login",
    lambda name: login(name, f"principalSet://{POOL}/attribute.repository/acme/it"),
    lambda name: login(name, f"principalSet://{POOL}/*"),
    "member",
)
for number, condition in enumerate(
    (
        "1 == 1",
        "assertion.repository_owner != ''",
        "assertion.repository.startsWith('')",
        "assertion.sub.startsWith('repo:')",
        "assertion.sub.matches('.*')",
        "google.subject != 'it'",
        "assertion.repository_owner == 'acme' || true",
        "assertion.repository_owner in ['acme', '']",
        "assertion.repository_owner != 'acme' || assertion.repository_owner == 'acme'",
    )
):
    denied(
        CASES,
        "IAM-03",
        f"condition_for_everyone_{number}",
        lambda name, said=condition: provider(name, attribute_condition=said),
        "attributeCondition",
    )
for number, condition in enumerate(
    (
        'attribute.repository == "acme/it"',
        "'acme' == assertion['repository_owner']",
        "assertion.repository_owner_id == '1' && assertion.ref == 'refs/heads/main'",
        "(assertion.repository_owner == 'acme' || assertion.repository_owner in ['it', 'us'])",
        "'admins' in google.groups",
        "assertion.sub.startsWith('repo:acme/')",
        "assertion.sub.matches('^repo:acme/.*$')",
        "assertion.email.endsWith('@acme.example')",
        "assertion.project_id == 7",
    )
):
    admitted(
        CASES,
        "IAM-03",
        f"condition_for_some_{number}",
        lambda name, said=condition: provider(name, attribute_condition=said),
    )
for number, condition in enumerate(
    (
        "assertion.aud == 'it'",
        "assertion.ref == 'refs/heads/main'",
        "assertion.ref.startsWith('refs/')",
        "!(assertion.repository_owner == 'acme')",
        "assertion.sub.matches('^repo:acme/*')",
        "assertion.sub.matches('^repo:acme/it|.*')",
        "assertion.repository.startsWith('acme')",
        "assertion.repository.contains('acme')",
        "assertion.email.endsWith('example')",
        "assertion.x ? true : assertion.repository_owner == 'acme'",
        f"assertion.repository_owner == '{'a' * 5000}'",
        "(" * 40 + "assertion.repository_owner == 'acme'" + ")" * 40,
    )
):
    CASES.leaves_open("IAM-03")(
        making(
            lambda name, said=condition: provider(name, attribute_condition=said),
            {},
            f"condition_that_does_not_say_whose_{number}",
        )
    )


def minting(name, member, role="roles/iam.serviceAccountTokenCreator"):
    serviceaccount.IAMMember(name, service_account_id="it", role=role, member=member)


pair(
    CASES,
    "IAM-04",
    "credentials_of_an_account",
    lambda name: minting(name, "serviceAccount:ci@acme.iam.gserviceaccount.com"),
    lambda name: minting(name, "user:ann@acme.example"),
    "member",
)
admitted(CASES, "IAM-04", "credentials_for_a_group", lambda name: minting(name, US))
denied(
    CASES,
    "IAM-04",
    "credentials_for_a_whole_company",
    lambda name: serviceaccount.IAMBinding(
        name,
        service_account_id="it",
        role="roles/iam.serviceAccountKeyAdmin",
        members=[US, "domain:acme.example"],
    ),
    "members[1]",
)
CASES.passes_by("IAM-04")(
    making(
        lambda name: minting(name, "user:ann@acme.example", "roles/iam.serviceAccountViewer"),
        {},
        "account_that_a_person_looks_at",
    )
)

denied(
    CASES,
    "IAM-05",
    "key_of_an_account",
    lambda name: serviceaccount.Key(name, service_account_id="it"),
)
denied(
    CASES,
    "IAM-05",
    "key_of_storage",
    lambda name: storage.HmacKey(name, service_account_email="it@acme.iam.gserviceaccount.com"),
)

OWN = "it@acme-prod.iam.gserviceaccount.com"
DEFAULT = "1-compute@developer.gserviceaccount.com"


def machine(name, account=None):
    compute.Instance(
        name,
        machine_type="e2-small",
        zone="europe-west4-a",
        boot_disk={"initialize_params": {"image": "it"}},
        network_interfaces=[{"subnetwork": "ours"}],
        service_account=account,
    )


pair(
    CASES,
    "IAM-06",
    "machine",
    lambda name: machine(name, {"email": OWN, "scopes": ["cloud-platform"]}),
    lambda name: machine(name, {"scopes": ["cloud-platform"]}),
    "serviceAccount.email",
)
denied(
    CASES, "IAM-06", "machine_by_name", lambda name: machine(name, {"email": DEFAULT, "scopes": []})
)
admitted(CASES, "IAM-06", "machine_as_nobody", machine)
pair(
    CASES,
    "IAM-06",
    "pool",
    lambda name: container.NodePool(name, cluster="it", node_config={"service_account": OWN}),
    lambda name: container.NodePool(name, cluster="it"),
    "nodeConfig",
)


def service(name, **template):
    template = {"containers": [{"image": "it"}], **template}
    cloudrunv2.Service(name, location="europe-west4", template=template)


pair(CASES, "IAM-06", "service", lambda name: service(name, service_account=OWN), service)


@CASES.admits("IAM-06")
def service_as_an_account_of_the_program(name):
    account = serviceaccount.Account(f"{name}-account", account_id="itself")
    service(name, service_account=account.email)


def cluster(name, **rest):
    container.Cluster(name, location="europe-west4", **rest)


IDENTITY = {"workload_identity_config": {"workload_pool": "acme-prod.svc.id.goog"}}
pair(CASES, "IAM-07", "cluster", lambda name: cluster(name, **IDENTITY), cluster)
denied(
    CASES,
    "IAM-07",
    "old_rights",
    lambda name: cluster(name, **IDENTITY, enable_legacy_abac=True),
    "enableLegacyAbac",
)
denied(
    CASES,
    "IAM-07",
    "certificate",
    lambda name: cluster(
        name,
        **IDENTITY,
        master_auth={"client_certificate_config": {"issue_client_certificate": True}},
    ),
    "masterAuth.clientCertificateConfig.issueClientCertificate",
)


def database(name, *flags, version="POSTGRES_17", **rest):
    settings = {"tier": "db-g1-small", "database_flags": list(flags)}
    sql.DatabaseInstance(name, database_version=version, settings=settings, **rest)


FLAG = {"name": "cloudsql.iam_authentication", "value": "on"}
pair(
    CASES,
    "IAM-08",
    "database",
    lambda name: database(name, FLAG),
    database,
    "settings.databaseFlags",
)
denied(
    CASES,
    "IAM-08",
    "database_with_a_password",
    lambda name: database(name, FLAG, root_password="it"),
    "rootPassword",
)


pair(
    CASES,
    "IAM-08",
    "cache",
    lambda name: redis.Instance(name, memory_size_gb=1, auth_enabled=True),
    lambda name: redis.Instance(name, memory_size_gb=1),
    "authEnabled",
)


@CASES.passes_by("IAM-08")
def engine_without_such_a_login(name):
    database(name, version="SQLSERVER_2022_STANDARD", root_password="it")


pair(
    CASES,
    "IAM-08",
    "alloydb",
    lambda name: alloydb.Instance(
        name,
        cluster="it",
        instance_id="it",
        instance_type="PRIMARY",
        database_flags={"alloydb.iam_authentication": "on"},
    ),
    lambda name: alloydb.Instance(name, cluster="it", instance_id="it", instance_type="PRIMARY"),
)


def variable(name, key, value):
    service(name, containers=[{"image": "it", "envs": [{"name": key, "value": value}]}])


pair(
    CASES,
    "IAM-09",
    "variable",
    lambda name: variable(name, "MODEL_PATH", "gs://it/model"),
    lambda name: variable(name, "MAPS", "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"),
    "template.containers[0].envs[0].value",
)


def script(name, text, **metadata):
    compute.Instance(
        name,
        machine_type="e2-small",
        zone="europe-west4-a",
        boot_disk={"initialize_params": {"image": "it"}},
        network_interfaces=[{"subnetwork": "ours"}],
        metadata_startup_script=text,
        metadata=metadata,
    )


pair(
    CASES,
    "IAM-09",
    "script",
    lambda name: script(name, "#!/bin/sh\nexport LEVEL=info\n"),
    lambda name: script(name, "#!/bin/sh\nexport DB_PASSWORD=tr0ub4dor\n"),
    "metadataStartupScript",
)
denied(
    CASES,
    "IAM-09",
    "key_of_an_account_in_metadata",
    lambda name: script(
        name,
        "true",
        key=json.dumps({"private_key": "-----BEGIN " + "PRIVATE KEY-----"}),
    ),
    "metadata.key",
)


@CASES.denies("IAM-10", settings=WHOLE)
def project_without_guard_rails(name):
    compute.Network(name)


@CASES.admits("IAM-10", settings=WHOLE)
def project_with_guard_rails(name):
    orgpolicy.Policy(name, name="it", parent="projects/it", spec={"rules": [{"enforce": "TRUE"}]})


def built(name, env):
    cloudbuild.Trigger(name, build={"steps": [{"name": "docker", "envs": [env]}]})


pair(
    CASES,
    "IAM-09",
    "build_step",
    lambda name: built(name, "DOCKER_PASSWORD=$$DOCKER_PASSWORD"),
    lambda name: built(name, "DOCKER_PASSWORD=tr0ub4dor"),
    "build.steps[0].envs[0]",
)


def flow(name, **rest):
    workflows.Workflow(name, source_contents="- end: {return: ok}", **rest)


pair(
    CASES,
    "IAM-06",
    "workflow",
    lambda name: flow(name, service_account="flow@acme.iam.gserviceaccount.com"),
    flow,
    "serviceAccount",
)


def first_user(name, password):
    alloydb.Cluster(
        name, cluster_id="a", location="europe-west4", initial_user={"password": password}
    )


pair(
    CASES,
    "IAM-09",
    "first_user",
    lambda name: first_user(name, Output.secret("tr0ub4dor")),
    lambda name: first_user(name, "tr0ub4dor"),
    "initialUser.password",
)
denied(
    CASES,
    "IAM-09",
    "windows_command",
    lambda name: compute.Instance(
        name,
        machine_type="e2-small",
        boot_disk={},
        network_interfaces=[],
        metadata={"sysprep-specialize-script-cmd": "net user admin tr0ub4dor! /add"},
    ),
)


pair(
    CASES,
    "IAM-05",
    "logins_of_a_project",
    lambda name: compute.ProjectMetadata(name, metadata={"enable-oslogin": "TRUE"}),
    lambda name: compute.ProjectMetadata(name, metadata={"ssh-keys": "it:ssh-rsa AAAA it"}),
    "metadata.ssh-keys",
)
pair(
    CASES,
    "IAM-05",
    "login_setting",
    lambda name: compute.ProjectMetadataItem(name, key="enable-oslogin", value="TRUE"),
    lambda name: compute.ProjectMetadataItem(name, key="enable-oslogin", value="FALSE"),
    "value",
)


@CASES.passes_by("IAM-05")
def another_setting_of_a_project(name):
    compute.ProjectMetadataItem(name, key="team", value="shop")


def key_for(name, role):
    kms.CryptoKeyIAMMember(name, crypto_key_id="k", member="user:it@acme.example", role=role)


pair(
    CASES,
    "IAM-01",
    "grant_on_a_key",
    lambda name: key_for(name, "roles/cloudkms.viewer"),
    lambda name: key_for(name, "roles/owner"),
    "role",
)
