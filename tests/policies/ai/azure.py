"""Programs on Azure that the rules of AI services admit and deny."""

from pulumi_azure_native import cognitiveservices, monitor, search
from pulumi_azure_native import machinelearningservices as ml

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import weakened

CASES = Cases()
OPENAI = Settings(profile="standard", models=("openai/gpt-4o*",))


def deployment(name, **properties):
    cognitiveservices.Deployment(
        name, resource_group_name="rg", account_name="a", properties=properties
    )


def content_filter(name, **properties):
    cognitiveservices.RaiPolicy(
        name, resource_group_name="rg", account_name="a", properties=properties
    )


HATE = {"name": "Hate", "blocking": True, "enabled": True, "source": "Prompt"}


@CASES.admits("AI-01")
def model_with_the_usual_filter(name):
    deployment(name, model={"name": "gpt-4o", "format": "OpenAI"})


@CASES.denies("AI-01", path="properties.raiPolicyName")
def model_without_a_filter(name):
    deployment(name, model={"name": "gpt-4o"}, rai_policy_name="Microsoft.Nil")


@CASES.admits("AI-01")
def filter_that_blocks(name):
    content_filter(name, content_filters=[HATE])


@CASES.denies("AI-01", path="properties.contentFilters[0].blocking")
def filter_that_watches(name):
    content_filter(name, content_filters=[{**HATE, "blocking": False}])


@CASES.denies("AI-01", path="properties.contentFilters")
def filter_of_nothing(name):
    content_filter(name, content_filters=[])


@CASES.admits("AI-02", settings=OPENAI)
def listed_model(name):
    deployment(name, model={"name": "gpt-4o-mini", "format": "OpenAI"})


@CASES.denies("AI-02", settings=OPENAI, path="properties.model.name")
def another_model(name):
    deployment(name, model={"name": "DeepSeek-R1", "format": "DeepSeek"})


def account(name, kind="OpenAI", **more):
    return cognitiveservices.Account(name, resource_group_name="rg", kind=kind, **more)


def kept(name, uri, category):
    logs = [{"category": category, "enabled": True}]
    monitor.DiagnosticSetting(f"{name}-calls", resource_uri=uri, logs=logs)


@CASES.admits("AI-03")
def account_that_keeps_calls(name):
    kept(name, account(name).id, "RequestResponse")


@CASES.denies("AI-03")
def account_that_keeps_nothing(name):
    account(name)


@CASES.passes_by("AI-03", "AI-07")
def account_for_speech(name):
    account(name, kind="SpeechServices")


def instance(name, access, **more):
    settings = ml.ComputeInstanceSshSettingsArgs(ssh_public_access=access)
    ml.Compute(
        name,
        resource_group_name="rg",
        workspace_name="ws",
        properties=ml.ComputeInstanceArgs(
            compute_type="ComputeInstance",
            properties=ml.ComputeInstancePropertiesArgs(ssh_settings=settings),
            **more,
        ),
    )


@CASES.admits("AI-04")
def instance_that_nobody_logs_in_to(name):
    instance(name, "Disabled", disable_local_auth=True)


@CASES.denies("AI-04", path="properties.properties.sshSettings.sshPublicAccess")
def instance_with_ssh(name):
    instance(name, "Enabled", disable_local_auth=True)


@CASES.denies("AI-04", path="properties.disableLocalAuth")
def instance_with_users_of_its_own(name):
    instance(name, "Disabled")


def index(name, access="disabled", **more):
    search.Service(name, resource_group_name="rg", public_network_access=access, **more)


@CASES.admits("AI-06")
def closed_index(name):
    index(name, encryption_with_cmk={"enforcement": "Enabled"})


@CASES.denies("AI-06", path="publicNetworkAccess")
def open_index(name):
    index(name, "enabled", encryption_with_cmk={"enforcement": "Enabled"})


@CASES.denies("AI-06", path="encryptionWithCmk")
def index_under_the_providers_key(name):
    index(name)


@CASES.admits("AI-07")
def account_with_an_identity(name):
    account(name, identity={"type": "SystemAssigned"})


@CASES.denies("AI-07", path="identity")
def account_without_an_identity(name):
    account(name)


MODELS = "azureml://registries/azureml/models"
SERVERLESS = {
    "resource_group_name": "ai",
    "workspace_name": "ai",
    "properties": {"auth_mode": "Key", "model_settings": {"model_id": f"{MODELS}/Phi-4"}},
}

weakened(
    CASES,
    (
        (
            "AI-02",
            ml.ServerlessEndpoint,
            SERVERLESS,
            "properties.model_settings.model_id",
            f"{MODELS}/DeepSeek-R1",
        ),
    ),
    settings=Settings(profile="standard", models=("phi*",)),
)
