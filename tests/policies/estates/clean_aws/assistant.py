"""An assistant behind a guardrail, whose answers are kept."""

import pulumi
from pulumi_aws import bedrock, bedrockmodel

from tests.policies.estates.clean_aws.names import ACCOUNT, worker_role
from tests.policies.estates.clean_aws.stores import log_group

COMPANY_GUARDRAIL = "gr4k2mz8q1xy"

MODEL = "anthropic.claude-3-5-sonnet-20240620-v1:0"


def assistant(made, lake):
    logs = log_group("bedrock", made)
    bedrockmodel.InvocationLoggingConfiguration(
        "invocations",
        logging_config={
            "text_data_delivery_enabled": True,
            "image_data_delivery_enabled": True,
            "embedding_data_delivery_enabled": True,
            "cloudwatch_config": {
                "log_group_name": logs.name,
                "role_arn": f"arn:aws:iam::{ACCOUNT}:role/bedrock-logs",
            },
            "s3_config": {"bucket_name": lake.bucket, "key_prefix": "bedrock"},
        },
        opts=made.opts,
    )
    guardrail = bedrock.Guardrail(
        "polite",
        name="polite",
        blocked_input_messaging="I cannot answer that.",
        blocked_outputs_messaging="I cannot answer that.",
        kms_key_arn=made.key.arn,
        content_policy_config={
            "filters_configs": [
                {"type": kind, "input_strength": "HIGH", "output_strength": "HIGH"}
                for kind in ("HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT")
            ]
            + [{"type": "PROMPT_ATTACK", "input_strength": "HIGH", "output_strength": "NONE"}]
        },
        sensitive_information_policy_config={
            "pii_entities_configs": [
                {"type": kind, "action": "ANONYMIZE"} for kind in ("EMAIL", "PHONE", "NAME")
            ]
        },
        opts=made.opts,
    )
    bedrock.AgentAgent(
        "orders",
        agent_name="orders",
        agent_resource_role_arn=worker_role("agent", "bedrock.amazonaws.com", made.opts).arn,
        foundation_model=MODEL,
        instruction="Answer questions of customers about the state of their own orders, politely.",
        customer_encryption_key_arn=made.key.arn,
        guardrail_configurations=[
            {"guardrail_identifier": COMPANY_GUARDRAIL, "guardrail_version": "3"}
        ],
        opts=made.opts,
    )
    pulumi.export("guardrail", guardrail.guardrail_arn)
