"""Notebooks, training, endpoints, agents and GPU clusters, as quickstarts create them."""

import json

from pulumi_aws import bedrock, bedrockmodel, comprehend, opensearch, sagemaker

ROLE = "arn:aws:iam::111122223333:role/AmazonSageMaker-ExecutionRole"
SUBNETS = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]

EXPECTED = {
    "notebook": "public root unkeyed untagged abroad idle",
    "gpu-notebook": "public root unkeyed idle untagged abroad",
    "studio": "public unkeyed untagged abroad",
    "studio-user": "untagged abroad",
    "model": "networked untagged abroad",
    "endpoint-config": "unkeyed untagged abroad",
    "endpoint": "untagged abroad",
    "features": "unkeyed untagged abroad",
    "labelers": "untagged abroad",
    "assistant": "unkeyed unguarded untagged abroad",
    "other-assistant": "unguarded untagged shared-role",
    "knowledge": "unkeyed untagged abroad",
    "model-logging": "model-log",
    "global-profile": "abroad cross-region untagged",
    "weak-guardrail": "unkeyed untagged abroad",
    "throughput": "untagged abroad reserved",
    "vectors": "unkeyed untagged abroad",
    "vectors-access": "anyone",
    "classifier": "unkeyed untagged abroad",
}


def notebooks():
    """https://docs.aws.amazon.com/sagemaker/latest/dg/gs-setup-working-env.html"""
    sagemaker.NotebookInstance("notebook", role_arn=ROLE, instance_type="ml.t2.medium")
    sagemaker.NotebookInstance(
        "gpu-notebook",
        role_arn=ROLE,
        instance_type="ml.p3.2xlarge",
        direct_internet_access="Enabled",
        root_access="Enabled",
        volume_size=200,
    )
    domain = sagemaker.Domain(
        "studio",
        domain_name="studio",
        auth_mode="IAM",
        vpc_id="vpc-0a1b2c3d",
        subnet_ids=SUBNETS,
        default_user_settings={"execution_role": ROLE},
    )
    sagemaker.UserProfile("studio-user", domain_id=domain.id, user_profile_name="alice")
    sagemaker.Workteam(
        "labelers",
        workteam_name="labelers",
        description="everyone",
        member_definitions=[
            {
                "cognito_member_definition": {
                    "client_id": "c1",
                    "user_pool": "us-east-1_abc",
                    "user_group": "g",
                }
            }
        ],
    )


def serving():
    """https://www.pulumi.com/registry/packages/aws/api-docs/sagemaker/endpointconfiguration/"""
    model = sagemaker.Model(
        "model",
        execution_role_arn=ROLE,
        primary_container={"image": "174872318107.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"},
    )
    config = sagemaker.EndpointConfiguration(
        "endpoint-config",
        production_variants=[
            {
                "variant_name": "variant-1",
                "model_name": model.name,
                "initial_instance_count": 4,
                "instance_type": "ml.g4dn.xlarge",
            }
        ],
    )
    sagemaker.Endpoint("endpoint", endpoint_config_name=config.name)
    sagemaker.FeatureGroup(
        "features",
        feature_group_name="customers",
        record_identifier_feature_name="id",
        event_time_feature_name="at",
        role_arn=ROLE,
        feature_definitions=[{"feature_name": "id", "feature_type": "String"}],
        online_store_config={"enable_online_store": True},
    )
    comprehend.EntityRecognizer(
        "classifier",
        data_access_role_arn=ROLE,
        language_code="en",
        input_data_config={
            "entity_types": [{"type": "PRODUCT"}],
            "documents": {"s3_uri": "s3://acme/docs"},
            "entity_list": {"s3_uri": "s3://acme/list"},
        },
    )


def assistants():
    """https://github.com/RhinoSecurityLabs/cloudgoat/tree/master/cloudgoat/scenarios/aws/bedrock_agent_hijacking"""
    model = "anthropic.claude-3-haiku-20240307-v1:0"
    for name in ("assistant", "other-assistant"):
        bedrock.AgentAgent(
            name,
            agent_name=name,
            agent_resource_role_arn="arn:aws:iam::111122223333:role/agents",
            foundation_model=model,
            instruction="You help the operations team with everything that they ask for.",
        )
    bedrock.AgentKnowledgeBase(
        "knowledge",
        name="knowledge",
        role_arn="arn:aws:iam::111122223333:role/agents",
        knowledge_base_configuration={
            "type": "VECTOR",
            "vector_knowledge_base_configuration": {
                "embedding_model_arn": "arn:aws:bedrock:us-east-1::foundation-model/"
                "amazon.titan-embed-text-v1"
            },
        },
    )
    bedrockmodel.InvocationLoggingConfiguration(
        "model-logging",
        logging_config={
            "text_data_delivery_enabled": False,
            "embedding_data_delivery_enabled": False,
            "image_data_delivery_enabled": False,
        },
    )
    bedrock.InferenceProfile(
        "global-profile",
        name="global",
        model_source={
            "copy_from": "arn:aws:bedrock:us-east-1:111122223333:inference-profile/"
            "us.anthropic.claude-3-5-sonnet-20240620-v1:0"
        },
    )
    bedrock.Guardrail(
        "weak-guardrail",
        name="weak",
        blocked_input_messaging="no",
        blocked_outputs_messaging="no",
    )
    bedrock.ProvisionedModelThroughput(
        "throughput",
        model_arn=f"arn:aws:bedrock:us-east-1::foundation-model/{model}",
        model_units=1,
        provisioned_model_name="fast",
    )
    opensearch.ServerlessCollection("vectors", name="vectors", type="VECTORSEARCH")
    opensearch.ServerlessSecurityPolicy(
        "vectors-access",
        name="vectors",
        type="network",
        policy=json.dumps(
            [
                {
                    "Rules": [{"ResourceType": "collection", "Resource": ["collection/*"]}],
                    "AllowFromPublic": True,
                }
            ]
        ),
    )


PROGRAM = (
    notebooks,
    serving,
    assistants,
)
