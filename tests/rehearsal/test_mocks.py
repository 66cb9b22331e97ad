"""The stock mocks and the fixtures serve anybody's unit tests."""

from __future__ import annotations

import asyncio
import contextvars
import subprocess
import sys

import pulumi
import pulumi_aws as aws
from pulumi.runtime import settings

from landing_zone_rehearsal import CloudMocks, Clouds, Secret
from landing_zone_rehearsal.internals import settings_put_back
from landing_zone_rehearsal.loop import Loop

from .programs import Bucket, Group, Thing, below

OTHER = "organization/network/dev"


def test_resources_are_answered_by_the_model(cloud_mocks):
    seen: list[str] = []

    @pulumi.runtime.test
    def program():
        bucket = aws.s3.Bucket("raw", bucket="lake")
        return pulumi.Output.all(bucket.arn, bucket.id).apply(seen.extend)

    program()

    assert seen == ["arn:aws:s3:::lake", "lake"]
    assert [resource.typ for resource in cloud_mocks.resources] == ["aws:s3/bucket:Bucket"]
    assert cloud_mocks.resources[0].inputs == {"bucket": "lake"}


def test_data_sources_are_answered_for_the_account_of_the_provider(cloud_mocks):
    seen: list[str] = []

    @pulumi.runtime.test
    def program():
        provider = aws.Provider("p", region="eu-west-1", allowed_account_ids=["111122223333"])
        key = aws.kms.Key("key", opts=pulumi.ResourceOptions(provider=provider))
        identity = aws.get_caller_identity_output(
            opts=pulumi.InvokeOutputOptions(provider=provider)
        )
        return pulumi.Output.all(identity.account_id, key.arn).apply(seen.extend)

    program()

    assert seen[0] == "111122223333"
    assert seen[1].startswith("arn:aws:kms:eu-west-1:111122223333:key/")


def test_secrets_stay_secret(cloud_mocks):
    seen: list[object] = []

    @pulumi.runtime.test
    def program():
        raw = Bucket("raw", {"bucket": pulumi.Output.secret("hush")})
        plain = Bucket("plain", {"bucket": "lake"})

        async def look():
            seen.extend([await raw.arn.is_secret(), await raw.arn.future()])
            seen.append(await plain.arn.is_secret())

        return pulumi.Output.from_input(look())

    program()

    assert seen == [True, "arn:aws:s3:::hush", False]


def test_components_and_assets_pass_through(cloud_mocks):
    @pulumi.runtime.test
    def program():
        group = Group("group")
        Thing("thing", {"text": pulumi.StringAsset("hello"), "list": [1]}, below(group))

    program()

    assert [resource.name for resource in cloud_mocks.resources] == ["group", "thing"]
    assert cloud_mocks.resources[1].inputs["text"].text == "hello"


def test_what_exists_is_read_by_its_id(cloud_mocks):
    seen: list[str] = []

    @pulumi.runtime.test
    def program():
        return aws.s3.Bucket.get("found", "old-lake").arn.apply(seen.append)

    program()

    assert seen == ["arn:aws:s3:::old-lake"]


def test_other_stacks_answer_with_the_outputs_they_are_given(cloud_mocks):
    seen: list[object] = []
    cloud_mocks._clouds = Clouds(stack_outputs={OTHER: {"vpc": "vpc-1", "key": Secret("hush")}})

    @pulumi.runtime.test
    def program():
        network = pulumi.StackReference(OTHER)
        return network.require_output("vpc").apply(seen.append)

    program()

    assert seen == ["vpc-1"]


def test_what_is_computed_is_unknown_in_a_preview():
    loop = Loop()
    asyncio.set_event_loop(loop)
    seen: list[bool] = []

    @pulumi.runtime.test
    def program():
        raw = Bucket("raw", {"bucket": "lake"})

        async def look():
            seen.extend([await output.is_known() for output in (raw.arn, raw.bucket, raw.id)])

        return pulumi.Output.from_input(look())

    try:
        with settings_put_back():
            pulumi.runtime.set_mocks(CloudMocks(), preview=True)
            program()
    finally:
        asyncio.set_event_loop(None)
        loop.close()

    assert seen == [False, True, False]


def test_the_fixture_leaves_no_mocks_behind():
    assert settings.get_monitor() is None
    assert settings.get_root_resource() is None
    assert contextvars.Context().run(settings.get_monitor) is None


def test_rehearse_records_a_program_as_if_it_were_deployed(rehearse):
    recording = rehearse(lambda: aws.s3.Bucket("raw"), config={"aws:region": "eu-west-1"})

    assert recording.named("raw").outputs["arn"].startswith("arn:aws:s3:::raw-")
    assert rehearse(lambda: None, preview=True).preview


def test_the_plugin_costs_nothing_until_it_is_used():
    code = (
        "import sys, landing_zone_rehearsal.pytest_plugin;"
        "print([m for m in sys.modules if m.startswith(('pulumi', 'grpc', 'google'))])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_only_the_table_of_the_cloud_in_use_is_imported():
    code = (
        "import sys; from landing_zone_rehearsal import Clouds;"
        "Clouds().create('gcp:storage/bucket:Bucket', 'a', 'urn', {});"
        "print(sorted(m.rpartition('.')[2] for m in sys.modules if"
        " m.startswith('landing_zone_rehearsal.clouds.')))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "'gcp'" in ran.stdout
    assert "'aws'" not in ran.stdout
    assert "'azure'" not in ran.stdout
