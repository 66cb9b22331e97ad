# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Azure that the rules of logging admit and deny.

Dictionaries are put together here as no SDK types them; the recorder refuses what is wrong.
"""

import pulumi
from pulumi_azure_native import (
    authorization,
    cognitiveservices,
    containerservice,
    dbforpostgresql,
    keyvault,
    monitor,
    network,
    operationalinsights,
    resources,
    security,
    sql,
    storage,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import weakened

CASES = Cases()
WHOLE = Settings(profile="regulated", whole_account=True)
DEV = Settings(profile="dev")
SUBSCRIPTION = "/subscriptions/1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c"
ACTIVITY = ("Administrative", "Security", "Policy", "Alert")
STORAGE = ("StorageRead", "StorageWrite", "StorageDelete")


def setting(name, uri, *categories, group=None, **properties):
    logs = [{"category": each, "enabled": True} for each in categories]
    logs += [{"category_group": group, "enabled": True}] if group else []
    given = {"workspace_id": f"{SUBSCRIPTION}/w", **properties}
    return monitor.DiagnosticSetting(name, resource_uri=uri, logs=logs, **given)


def account(name, **properties):
    kind = {"kind": "StorageV2", "sku": {"name": "Standard_ZRS"}, "resource_group_name": "g"}
    return storage.StorageAccount(name, **{**kind, **properties})


@CASES.admits("LOG-01", settings=WHOLE)
def subscription_that_exports_its_activity(name):
    setting(name, SUBSCRIPTION, *ACTIVITY)


@CASES.admits("LOG-01")
def subscription_that_exports_everything(name):
    setting(name, f"{SUBSCRIPTION.upper()}/", group="allLogs")


@CASES.denies("LOG-01", path="logs")
def subscription_that_exports_alerts(name):
    setting(name, SUBSCRIPTION, "Alert")


@CASES.denies("LOG-01", path="logs")
def subscription_with_categories_turned_off(name):
    logs = [{"category": each, "enabled": False} for each in ACTIVITY]
    monitor.DiagnosticSetting(name, resource_uri=SUBSCRIPTION, workspace_id="w", logs=logs)


@CASES.passes_by("LOG-01")
def setting_of_a_resource(name):
    setting(name, f"{SUBSCRIPTION}/resourceGroups/g", group="audit")


@CASES.denies("LOG-01", "LOG-07", "LOG-08", settings=WHOLE)
def subscription_without_anything(name):
    resources.ResourceGroup(name)


@CASES.passes_by("LOG-01", "LOG-07", "LOG-08")
def program_that_is_not_the_whole_subscription(name):
    resources.ResourceGroup(name)


@CASES.admits("LOG-02")
def account_whose_blobs_are_watched(name):
    uri = account(name).id.apply(lambda id_: f"{id_}/blobServices/default")
    setting(f"{name}-log", uri, *STORAGE)


@CASES.admits("LOG-02")
def account_watched_through_its_blob_service(name):
    made = account(name)
    blobs = storage.BlobServiceProperties(
        f"{name}-blobs",
        account_name=made.name,
        resource_group_name="g",
        blob_services_name="default",
    )
    setting(f"{name}-log", blobs.id, group="audit")


@CASES.denies("LOG-02", path="")
def account_whose_reads_nobody_sees(name):
    uri = account(name).id.apply(lambda id_: f"{id_}/blobServices/default")
    setting(f"{name}-log", uri, "StorageWrite", "StorageDelete")


@CASES.denies("LOG-02", path="")
def account_that_nobody_watches(name):
    account(name)
    setting(f"{name}-log", f"{SUBSCRIPTION}/other", *STORAGE)


@CASES.passes_by("LOG-02")
def account_for_logs(name):
    setting(f"{name}-log", SUBSCRIPTION, *ACTIVITY, storage_account_id=account(name).id)


def vault(name):
    properties = {"sku": {"family": "A", "name": "standard"}, "tenant_id": "t"}
    return keyvault.Vault(name, resource_group_name="g", properties=properties)


@CASES.admits("LOG-02")
def vault_that_is_watched(name):
    setting(f"{name}-log", vault(name).id, "auditevent")


@CASES.denies("LOG-02", path="")
def vault_with_metrics_alone(name):
    monitor.DiagnosticSetting(f"{name}-log", resource_uri=vault(name).id, workspace_id="w")


@CASES.denies("LOG-02", path="")
def model_whose_requests_nobody_sees(name):
    models = cognitiveservices.Account(name, resource_group_name="g", kind="OpenAI")
    setting(f"{name}-log", models.id, group="audit")


@CASES.admits("LOG-02")
def model_that_is_watched(name):
    models = cognitiveservices.Account(name, resource_group_name="g", kind="OpenAI")
    setting(f"{name}-log", models.id, "Audit", "RequestResponse")


def vnet(name, **properties):
    space = {"address_prefixes": ["10.0.0.0/16"]}
    return network.VirtualNetwork(name, resource_group_name="g", address_space=space, **properties)


def flow_log(name, target, **properties):
    return network.FlowLog(
        name,
        network_watcher_name="w",
        resource_group_name="g",
        target_resource_id=target,
        **{"storage_id": f"{SUBSCRIPTION}/s", "enabled": True, **properties},
    )


@CASES.admits("LOG-03")
def network_with_a_flow_log(name):
    flow_log(f"{name}-log", vnet(name).id)


@CASES.admits("LOG-03")
def network_with_a_flow_log_of_its_group(name):
    group = network.NetworkSecurityGroup(f"{name}-group", resource_group_name="g")
    made = vnet(name)
    network.Subnet(
        f"{name}-subnet",
        resource_group_name="g",
        virtual_network_name=made.name,
        address_prefix="10.0.0.0/24",
        network_security_group={"id": group.id},
    )
    flow_log(f"{name}-log", group.id)


@CASES.denies("LOG-03", path="")
def network_alone(name):
    vnet(name)


@CASES.denies("LOG-03", path="enabled")
def flow_log_turned_off(name):
    flow_log(name, vnet(f"{name}-network").id, enabled=False)


def cluster(name):
    return containerservice.ManagedCluster(name, resource_group_name="g", dns_prefix="x")


PLANE = ("kube-apiserver", "kube-controller-manager", "kube-scheduler")


@CASES.admits("LOG-04")
def cluster_that_logs_all(name):
    setting(f"{name}-log", cluster(name).id, *PLANE, "kube-audit-admin")


@CASES.denies("LOG-04", path="")
def cluster_that_logs_audits(name):
    setting(f"{name}-log", cluster(name).id, group="audit")


@CASES.admits("LOG-04", settings=DEV)
def cluster_that_logs_audits_in_development(name):
    setting(f"{name}-log", cluster(name).id, group="audit")


@CASES.denies("LOG-04", settings=DEV, path="")
def cluster_that_logs_nothing(name):
    cluster(name)


@CASES.admits("LOG-05")
def workspace_of_a_year(name):
    operationalinsights.Workspace(name, resource_group_name="g", retention_in_days=365)


@CASES.denies("LOG-05", path="retentionInDays")
def workspace_as_it_comes(name):
    operationalinsights.Workspace(name, resource_group_name="g")


@CASES.denies("LOG-05", path="retentionPolicy.days")
def flow_log_of_a_week(name):
    retention = {"enabled": True, "days": 7}
    flow_log(name, vnet(f"{name}-network").id, retention_policy=retention)


def lifecycle(name, made, days):
    delete = {"delete": {"days_after_modification_greater_than": days}}
    rule = {
        "name": "expire",
        "enabled": True,
        "type": "Lifecycle",
        "definition": {"actions": {"base_blob": delete}},
    }
    storage.ManagementPolicy(
        f"{name}-lifecycle",
        account_name=made.name,
        resource_group_name="g",
        policy={"rules": [rule]},
    )


@CASES.admits("LOG-05")
def logs_deleted_after_a_year(name):
    made = account(name)
    setting(f"{name}-log", SUBSCRIPTION, *ACTIVITY, storage_account_id=made.id)
    lifecycle(name, made, 365)


@CASES.denies(
    "LOG-05",
    path="policy.rules[0].definition.actions.baseBlob.delete.daysAfterModificationGreaterThan",
)
def logs_deleted_after_a_month(name):
    made = account(name)
    flow_log(f"{name}-log", vnet(f"{name}-network").id, storage_id=made.id)
    lifecycle(name, made, 30)


@CASES.denies("LOG-05", path="")
def logs_kept_for_ever(name):
    setting(f"{name}-log", SUBSCRIPTION, *ACTIVITY, storage_account_id=account(name).id)


@CASES.passes_by("LOG-05", "LOG-06")
def account_of_data(name):
    account(name)


@CASES.admits("LOG-06")
def logs_that_cannot_be_deleted(name):
    policy = {"immutability_period_since_creation_in_days": 365, "state": "Locked"}
    versions = {"enabled": True, "immutability_policy": policy}
    made = account(name, immutable_storage_with_versioning=versions)
    setting(f"{name}-log", SUBSCRIPTION, *ACTIVITY, storage_account_id=made.id)


@CASES.denies("LOG-06", path="immutableStorageWithVersioning")
def logs_that_can_be_deleted(name):
    setting(f"{name}-log", SUBSCRIPTION, *ACTIVITY, storage_account_id=account(name).id)


@CASES.denies("LOG-06", path="allowBlobPublicAccess")
def logs_that_may_be_public(name):
    made = account(name, allow_blob_public_access=True)
    storage.BlobContainerImmutabilityPolicy(
        f"{name}-policy",
        account_name=made.name,
        container_name="insights-activity-logs",
        resource_group_name="g",
        immutability_period_since_creation_in_days=365,
    )
    setting(f"{name}-log", SUBSCRIPTION, *ACTIVITY, storage_account_id=made.id)


@CASES.passes_by("LOG-06")
def account_for_flow_logs(name):
    flow_log(f"{name}-log", vnet(f"{name}-network").id, storage_id=account(name).id)


@CASES.denies("LOG-07", path="pricingTier")
def plan_that_is_free(name):
    security.Pricing(name, pricing_name="KeyVaults", pricing_tier="Free", scope_id="s")


@CASES.admits("LOG-07", settings=WHOLE)
def plans_for_what_there_is(name):
    vault(name)
    for plan in ("Arm", "KeyVaults"):
        security.Pricing(f"{name}-{plan}", pricing_name=plan, pricing_tier="Standard", scope_id="s")


@CASES.denies("LOG-07", settings=WHOLE)
def plans_without_one_for_vaults(name):
    vault(name)
    security.Pricing(f"{name}-arm", pricing_name="Arm", pricing_tier="Standard", scope_id="s")


@CASES.admits("LOG-08", settings=WHOLE)
def subscription_with_a_policy(name):
    authorization.PolicyAssignment(name, scope=SUBSCRIPTION, policy_definition_id="/p")


@CASES.denies("LOG-08", path="policyDefinitionId")
def assignment_of_no_policy(name):
    authorization.PolicyAssignment(name, scope=SUBSCRIPTION)


def server(name):
    return sql.Server(name, resource_group_name="g", server_name=name)


@CASES.admits("LOG-09", "LOG-05")
def server_that_is_audited(name):
    server(name)
    sql.ExtendedServerBlobAuditingPolicy(
        f"{name}-audit", resource_group_name="g", server_name=name, state="Enabled"
    )


@CASES.denies("LOG-09", path="")
def server_that_nobody_audits(name):
    server(name)


@CASES.denies("LOG-09", path="state")
def server_with_audits_turned_off(name):
    sql.ServerBlobAuditingPolicy(
        name, resource_group_name="g", server_name="s", state="Disabled", retention_days=90
    )


@CASES.denies("LOG-05", path="retentionDays")
def audits_of_a_quarter(name):
    sql.ServerBlobAuditingPolicy(
        name, resource_group_name="g", server_name="s", state="Enabled", retention_days=90
    )


@CASES.admits("LOG-10")
def database_that_sends_logs(name):
    made = dbforpostgresql.Server(name, resource_group_name="g")
    setting(f"{name}-log", made.id, group="allLogs")


@CASES.denies("LOG-10", path="")
def database_that_sends_nothing(name):
    dbforpostgresql.Server(name, resource_group_name="g")


@CASES.denies("LOG-10", path="workspaceId")
def setting_that_leads_nowhere(name):
    logs = [{"category_group": "audit", "enabled": True}]
    uri = pulumi.Output.concat(SUBSCRIPTION, "/x")
    monitor.DiagnosticSetting(name, resource_uri=uri, logs=logs)


@CASES.denies("LOG-01", path="logs")
def management_group_that_exports_alerts(name):
    monitor.ManagementGroupDiagnosticSetting(
        name,
        management_group_id="m",
        workspace_id="w",
        logs=[{"category": "Alert", "enabled": True}],
    )


@CASES.admits("LOG-01", "LOG-10")
def management_group_that_exports_its_activity(name):
    monitor.ManagementGroupDiagnosticSetting(
        name,
        management_group_id="m",
        workspace_id="w",
        logs=[{"category": each, "enabled": True} for each in ACTIVITY],
    )


@CASES.admits("LOG-07")
def account_watched_by_defender(name):
    security.DefenderForStorage(name, resource_id="a", properties={"is_enabled": True})


@CASES.denies("LOG-07", path="properties.isEnabled")
def account_not_watched_by_defender(name):
    security.DefenderForStorage(name, resource_id="a", properties={"is_enabled": False})


@CASES.admits("LOG-07")
def server_that_tells_of_threats(name):
    alerts(name, "Enabled")


@CASES.denies("LOG-07", path="state")
def server_that_tells_of_no_threats(name):
    alerts(name, "Disabled")


def alerts(name, state):
    sql.ServerSecurityAlertPolicy(name, resource_group_name="a", server_name="b", state=state)


ALERTS = {
    "resource_group_name": "a",
    "server_name": "b",
    "database_name": "c",
    "state": "Enabled",
}

weakened(CASES, (("LOG-07", sql.DatabaseSecurityAlertPolicy, ALERTS, "state", "Disabled"),))
