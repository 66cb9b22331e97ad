"""Programs on AWS that the rules of AI services admit and deny."""

import json

from pulumi_aws import (
    bedrock,
    bedrockfoundation,
    bedrockmodel,
    cloudwatch,
    iam,
    kms,
    opensearch,
    organizations,
    s3,
    sagemaker,
)

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
CLAUDE = Settings(profile="standard", models=("anthropic.*",))
ALONE = Settings(profile="standard", whole_account=True)
ROLE = "arn:aws:iam::210987654321:role/a"


def agent(name, role=ROLE, model="anthropic.claude-sonnet-4-v1:0", **more):
    bedrock.AgentAgent(
        name, agent_name="a", agent_resource_role_arn=role, foundation_model=model, **more
    )


def guardrail(name, **more):
    return bedrock.Guardrail(
        name, blocked_input_messaging="no", blocked_outputs_messaging="no", **more
    )


FILTER = {"type": "PROMPT_ATTACK", "input_strength": "HIGH", "output_strength": "NONE"}
SOUND = {
    "content_policy_config": {"filters_configs": [FILTER]},
    "sensitive_information_policy_config": {
        "pii_entities_configs": [{"type": "EMAIL", "action": "ANONYMIZE"}]
    },
}


@CASES.admits("AI-01")
def guarded_agent(name):
    made = guardrail(f"{name}-rail", **SOUND)
    bound = {"guardrail_identifier": made.id, "guardrail_version": "1"}
    agent(name, guardrail_configurations=[bound])


@CASES.denies("AI-01", path="guardrailConfigurations")
def unguarded_agent(name):
    agent(name)


@CASES.denies("AI-01", path="contentPolicyConfig")
def guardrail_without_filters(name):
    guardrail(name)


@CASES.admits("AI-02", settings=CLAUDE)
def listed_model_through_a_profile(name):
    agent(name, model="eu.anthropic.claude-sonnet-4-v1:0")


@CASES.denies("AI-02", settings=CLAUDE, path="foundationModel")
def another_model(name):
    agent(name, model="meta.llama3-70b-instruct-v1:0")


@CASES.passes_by("AI-02")
def any_model_where_none_are_listed(name):
    agent(name, model="meta.llama3-70b-instruct-v1:0")


def logging(name, **config):
    bedrockmodel.InvocationLoggingConfiguration(name, logging_config=config)


@CASES.admits("AI-03")
def calls_kept_in_a_bucket(name):
    logging(name, s3_config={"bucket_name": "logs"})


@CASES.admits("AI-03")
def calls_kept_under_a_key(name):
    key = kms.Key(f"{name}-key")
    group = cloudwatch.LogGroup(f"{name}-group", kms_key_id=key.arn)
    logging(name, cloudwatch_config={"log_group_name": group.name, "role_arn": ROLE})


@CASES.denies("AI-03")
def calls_kept_under_no_key(name):
    group = cloudwatch.LogGroup(f"{name}-group")
    logging(name, cloudwatch_config={"log_group_name": group.name, "role_arn": ROLE})


@CASES.denies("AI-03", path="loggingConfig")
def calls_kept_nowhere(name):
    logging(name, text_data_delivery_enabled=True)


@CASES.denies("AI-03", settings=ALONE)
def account_that_keeps_no_calls(name):
    agent(name)


@CASES.admits("AI-04")
def notebook_without_root(name):
    sagemaker.NotebookInstance(
        name, instance_type="ml.t3.medium", role_arn=ROLE, root_access="Disabled"
    )


@CASES.denies("AI-04", path="rootAccess")
def notebook_with_root(name):
    sagemaker.NotebookInstance(name, instance_type="ml.t3.medium", role_arn=ROLE)


@CASES.denies("AI-04", path="enableNetworkIsolation")
def model_on_the_network(name):
    sagemaker.Model(name, execution_role_arn=ROLE)


@CASES.admits("AI-04")
def model_apart(name):
    sagemaker.Model(name, execution_role_arn=ROLE, enable_network_isolation=True)


def opt_out(name, said):
    content = {"services": {"default": {"opt_out_policy": {"@@assign": said}}}}
    organizations.Policy(name, type="AISERVICES_OPT_OUT_POLICY", content=json.dumps(content))


@CASES.admits("AI-05", settings=ALONE)
def organisation_that_opts_out(name):
    opt_out(name, "optOut")


@CASES.denies("AI-05", path="content")
def organisation_that_opts_in(name):
    opt_out(name, "optIn")


@CASES.denies("AI-05", path="content")
def policy_that_is_no_json(name):
    organizations.Policy(name, type="AISERVICES_OPT_OUT_POLICY", content="{")


@CASES.passes_by("AI-05")
def policy_of_another_kind(name):
    organizations.Policy(name, type="TAG_POLICY", content="{}")


@CASES.denies("AI-05", settings=ALONE)
def organisation_that_says_nothing(name):
    organizations.Policy(name, type="TAG_POLICY", content="{}")


def collection(name, key, public):
    rules = [{"ResourceType": "collection", "Resource": ["collection/vectors"]}]
    opensearch.ServerlessSecurityPolicy(
        f"{name}-key", type="encryption", policy=json.dumps({"Rules": rules, **key})
    )
    opensearch.ServerlessSecurityPolicy(
        f"{name}-reach",
        type="network",
        policy=json.dumps([{"Rules": rules, "AllowFromPublic": public}]),
    )
    opensearch.ServerlessCollection(name, name="vectors", type="VECTORSEARCH")


OWN_KEY = {"AWSOwnedKey": False, "KmsARN": "arn:aws:kms:eu-central-1:210987654321:key/a"}


@CASES.admits("AI-06")
def closed_collection(name):
    collection(name, OWN_KEY, public=False)


@CASES.denies("AI-06")
def open_collection(name):
    collection(name, OWN_KEY, public=True)


@CASES.denies("AI-06")
def collection_under_the_providers_key(name):
    collection(name, {"AWSOwnedKey": True}, public=False)


@CASES.leaves_open("AI-06")
def collection_under_policies_of_others(name):
    opensearch.ServerlessCollection(name, name="vectors", type="VECTORSEARCH")


@CASES.passes_by("AI-06")
def collection_of_logs(name):
    opensearch.ServerlessCollection(name, name="logs", type="TIMESERIES")


@CASES.denies("AI-06", path="encryptionConfigurations")
def vectors_under_the_providers_key(name):
    s3.VectorsVectorBucket(name, vector_bucket_name="vectors")


@CASES.admits("AI-06")
def vectors_under_a_key(name):
    key = kms.Key(f"{name}-key")
    config = {"sse_type": "aws:kms", "kms_key_arn": key.arn}
    s3.VectorsVectorBucket(name, vector_bucket_name="vectors", encryption_configurations=[config])


def role(name, *actions):
    made = iam.Role(name, assume_role_policy="{}")
    statement = {"Effect": "Allow", "Action": [*actions], "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.RolePolicy(f"{name}-may", role=made.id, policy=policy)
    return made.arn


@CASES.admits("AI-07")
def agent_with_a_role_of_its_own(name):
    agent(name, role(f"{name}-role", "bedrock:InvokeModel"))
    agent(f"{name}-other", role(f"{name}-role-of-other", "bedrock:InvokeModel"))


@CASES.denies("AI-07", path="agentResourceRoleArn")
def agents_that_share_a_role(name):
    shared = role(f"{name}-role", "bedrock:InvokeModel")
    agent(name, shared)
    agent(f"{name}-other", shared)


@CASES.denies("AI-07", path="agentResourceRoleArn")
def agent_that_may_do_everything(name):
    agent(name, role(f"{name}-role", "bedrock:*"))


@CASES.denies("AI-07", path="agentResourceRoleArn")
def agent_that_is_administrator(name):
    made = iam.Role(f"{name}-role", assume_role_policy="{}")
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    iam.RolePolicyAttachment(f"{name}-may", role=made.name, policy_arn=arn)
    agent(name, made.arn)


@CASES.admits("AI-07", preview=Verdict.UNDETERMINED)
def agent_whose_rights_are_not_known(name):
    bucket = s3.Bucket(f"{name}-bucket")
    made = iam.Role(f"{name}-role", assume_role_policy="{}")
    policy = bucket.arn.apply(
        lambda arn: json.dumps(
            {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": arn}}
        )
    )
    iam.RolePolicy(f"{name}-may", role=made.id, policy=policy)
    agent(name, made.arn)


def models(name):
    return f"arn:aws:bedrock:eu-central-1::foundation-model/{name}"


OURS, ANOTHER = models("anthropic.claude-sonnet-4"), models("meta.llama3-70b-instruct")
AGREEMENT = {"model_id": "anthropic.claude-sonnet-4", "offer_token": "a"}
THROUGHPUT = {"model_arn": OURS, "model_units": 1, "provisioned_model_name": "ours"}
TUNED = {
    "base_model_identifier": OURS,
    "custom_model_name": "ours",
    "hyperparameters": {},
    "job_name": "tune",
    "output_data_config": {"s3_uri": "s3://models"},
    "role_arn": ROLE,
    "training_data_config": {"s3_uri": "s3://data"},
}
PROFILE = {"name": "ours", "model_source": {"copy_from": OURS}}

weakened(
    CASES,
    (
        (
            "AI-02",
            bedrockfoundation.ModelAgreement,
            AGREEMENT,
            "model_id",
            "meta.llama3-70b-instruct",
        ),
        ("AI-02", bedrock.ProvisionedModelThroughput, THROUGHPUT, "model_arn", ANOTHER),
        ("AI-02", bedrock.CustomModel, TUNED, "base_model_identifier", ANOTHER),
        ("AI-02", bedrock.InferenceProfile, PROFILE, "model_source.copy_from", ANOTHER),
    ),
    settings=CLAUDE,
)

TUNING = {
    "config": {"strategy": "Bayesian"},
    "training_job_definition": {"role_arn": ROLE, "enable_network_isolation": True},
}
VECTORS = {
    "vector_bucket_name": "vectors",
    "encryption_configurations": [
        {"sse_type": "aws:kms", "kms_key_arn": "arn:aws:kms:eu-central-1:123456789012:key/a"}
    ],
}
KNOWLEDGE = {
    "role_arn": ROLE,
    "knowledge_base_configuration": {"type": "VECTOR"},
    "storage_configuration": {"type": "OPENSEARCH_SERVERLESS"},
}

weakened(
    CASES,
    (
        (
            "AI-04",
            sagemaker.HyperParameterTuningJob,
            TUNING,
            "training_job_definition.enable_network_isolation",
            False,
        ),
        (
            "AI-06",
            s3.VectorsVectorBucket,
            VECTORS,
            "encryption_configurations[0].sse_type",
            "AES256",
        ),
        (
            "AI-06",
            s3.VectorsVectorBucket,
            VECTORS,
            "encryption_configurations[0].kms_key_arn",
            LEFT_OUT,
        ),
        ("AI-06", bedrock.AgentKnowledgeBase, KNOWLEDGE, "storage_configuration", LEFT_OUT),
    ),
)


def runtime(name, role_arn):
    image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/agent:1"
    bedrock.AgentcoreAgentRuntime(
        name,
        agent_runtime_name="agent",
        agent_runtime_artifact={"container_configuration": {"container_uri": image}},
        network_configuration={"network_mode": "VPC"},
        role_arn=role_arn,
    )


@CASES.denies("AI-07", path="roleArn")
def runtimes_that_share_a_role(name):
    shared = role(f"{name}-role", "bedrock:InvokeModel")
    runtime(name, shared)
    runtime(f"{name}-other", shared)


@CASES.denies("AI-07", path="roleArn")
def runtime_that_may_do_everything(name):
    runtime(name, role(f"{name}-role", "bedrock:*"))
