"""Passes a secret of the configuration into inputs, and out of them into outputs."""

import pulumi
import pulumi_aws as aws
import pulumi_azure_native as azure
import pulumi_gcp as gcp

canary = pulumi.Config().require_secret("canary")


class Holder(pulumi.ComponentResource):
    """Puts a secret out."""

    def __init__(self, name: str, value: pulumi.Output[str]) -> None:
        super().__init__("tests:index:Holder", name, {"value": value})
        self.register_outputs({"value": value, "longer": pulumi.Output.concat("is ", value)})


class Cloud:
    """The providers: one of each cloud, with nothing secret in them."""

    aws = aws.Provider("aws", region="eu-west-1")
    gcp = gcp.Provider("gcp", project="acme-dev", region="europe-west4")
    azure = azure.Provider("azure", subscription_id="0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b")


parameter = aws.ssm.Parameter(
    "parameter",
    type="SecureString",
    value=canary,
    opts=pulumi.ResourceOptions(provider=Cloud.aws),
)
bucket = gcp.storage.Bucket(
    "bucket",
    location="EUROPE-WEST4",
    labels={"hidden": canary.apply(str.lower)},
    opts=pulumi.ResourceOptions(provider=Cloud.gcp),
)
group = azure.resources.ResourceGroup(
    "group",
    location="westeurope",
    tags={"hidden": canary},
    opts=pulumi.ResourceOptions(provider=Cloud.azure),
)
Holder("holder", canary)
pulumi.export("canary", canary)
pulumi.export("deep", {"value": [parameter.value]})
pulumi.export("tags", group.tags)
