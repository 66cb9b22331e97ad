"""Programs on Google Cloud that the rules of AI services admit and deny."""

from pulumi_gcp import kms, modelarmor, serviceaccount, vertex, workbench

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
GEMMA = Settings(profile="standard", models=("gemma*",))
WHERE = "europe-west4"


def armor(name, **filters):
    modelarmor.Template(name, location=WHERE, template_id="a", filter_config=filters)


RAI = {"rai_filters": [{"filter_type": "HARASSMENT", "confidence_level": "HIGH"}]}


@CASES.admits("AI-01")
def armor_that_looks(name):
    jailbreak = {"filter_enforcement": "ENABLED", "confidence_level": "HIGH"}
    armor(name, rai_settings=RAI, pi_and_jailbreak_filter_settings=jailbreak)


@CASES.denies("AI-01", path="filterConfig.piAndJailbreakFilterSettings.filterEnforcement")
def armor_that_is_talked_out_of_it(name):
    jailbreak = {"filter_enforcement": "DISABLED"}
    armor(name, rai_settings=RAI, pi_and_jailbreak_filter_settings=jailbreak)


@CASES.denies("AI-01")
def armor_that_looks_away(name):
    armor(name)


def garden(name, model):
    vertex.AiEndpointWithModelGardenDeployment(name, location=WHERE, publisher_model_name=model)


@CASES.admits("AI-02", settings=GEMMA)
def listed_model(name):
    garden(name, "publishers/google/models/gemma3@gemma-3-1b-it")


@CASES.denies("AI-02", settings=GEMMA, path="publisherModelName")
def another_model(name):
    garden(name, "publishers/meta/models/llama3@llama-3-8b")


def endpoint(name, **more):
    vertex.AiEndpoint(name, display_name="a", location=WHERE, **more)


@CASES.admits("AI-03")
def endpoint_that_keeps_calls(name):
    kept = {"enabled": True, "bigquery_destination": {"output_uri": "bq://acme.calls"}}
    endpoint(name, predict_request_response_logging_config=kept)


@CASES.denies("AI-03", path="predictRequestResponseLoggingConfig")
def endpoint_that_keeps_nothing(name):
    endpoint(name)


def notebook(name, **metadata):
    workbench.Instance(name, location=f"{WHERE}-a", gce_setup={"metadata": metadata})


@CASES.admits("AI-04")
def notebook_without_root(name):
    notebook(name, **{"notebook-disable-root": "true"})


@CASES.denies("AI-04")
def notebook_with_root(name):
    notebook(name)


def index(name, **more):
    vertex.AiIndex(
        name, display_name="a", region=WHERE, metadata={"contents_delta_uri": "gs://a/b"}, **more
    )


@CASES.admits("AI-06")
def index_under_a_key(name):
    ring = kms.KeyRing(f"{name}-ring", location=WHERE)
    key = kms.CryptoKey(f"{name}-key", key_ring=ring.id)
    index(name, encryption_spec={"kms_key_name": key.id})


@CASES.denies("AI-06", path="encryptionSpec")
def index_under_the_providers_key(name):
    index(name)


@CASES.denies("AI-06", path="publicEndpointEnabled")
def index_for_everybody(name):
    vertex.AiIndexEndpoint(
        name,
        display_name="a",
        region=WHERE,
        public_endpoint_enabled=True,
        encryption_spec={"kms_key_name": "projects/p/locations/l/keyRings/r/cryptoKeys/k"},
    )


def engine(name, **spec):
    vertex.AiReasoningEngine(name, display_name="a", region=WHERE, spec=spec)


@CASES.admits("AI-07")
def agent_with_an_account_of_its_own(name):
    account = serviceaccount.Account(f"{name}-account", account_id="agent")
    engine(name, service_account=account.email)


@CASES.admits("AI-07")
def agent_with_its_own_identity(name):
    engine(name, identity_type="AGENT_IDENTITY")


@CASES.denies("AI-07", path="spec.serviceAccount")
def agent_as_everybody(name):
    engine(name, agent_framework="langchain")


@CASES.denies("AI-07", path="spec.serviceAccount")
def agents_that_share_an_account(name):
    account = serviceaccount.Account(f"{name}-account", account_id="agents")
    engine(name, service_account=account.email)
    engine(f"{name}-other", service_account=account.email)


PUBLISHED = "publishers/google/models"
LOGGED = {
    "display_name": "chat",
    "location": "europe-west4",
    "predict_request_response_logging_config": {
        "enabled": True,
        "sampling_rate": 1,
        "bigquery_destination": {"output_uri": "bq://acme-prod.ai.calls"},
    },
}
NOTEBOOK = {
    "location": "europe-west4-a",
    "gce_setup": {"metadata": {"notebook-disable-root": "true"}},
}
SHIELD = "gce_setup.shielded_instance_config"

weakened(
    CASES,
    (
        (
            "AI-02",
            vertex.AiModelGardenEnableModel,
            {"publisher_model_name": f"{PUBLISHED}/gemma3"},
            "publisher_model_name",
            "publishers/meta/models/llama3-2",
        ),
    ),
    settings=GEMMA,
)
weakened(
    CASES,
    (
        (
            "AI-03",
            vertex.AiEndpoint,
            LOGGED,
            "predict_request_response_logging_config.enabled",
            False,
        ),
        (
            "AI-03",
            vertex.AiEndpoint,
            LOGGED,
            "predict_request_response_logging_config.bigquery_destination.output_uri",
            LEFT_OUT,
        ),
        ("AI-04", workbench.Instance, NOTEBOOK, f"{SHIELD}.enable_vtpm", False),
        ("AI-04", workbench.Instance, NOTEBOOK, f"{SHIELD}.enable_integrity_monitoring", False),
    ),
)
