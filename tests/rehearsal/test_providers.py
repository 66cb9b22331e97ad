"""Every resource has the provider the engine would give it."""

from __future__ import annotations

import re

import pulumi
import pytest
from pulumi import ResourceOptions

from landing_zone_rehearsal import EngineError, Secret, record

from .programs import PROJECT, Bucket, Group, Provider, below

UNKNOWN_ID = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
DEFAULT = PROJECT + "pulumi:providers:aws::default"
DISABLED = "pulumi:disable-default-providers"


def test_a_default_provider_is_a_resource_of_its_own_before_what_needs_it():
    config = {"aws:region": "eu-west-1", "aws:token": "t", "gcp:project": "p"}

    recording = record(lambda: Bucket("raw"), config=config, secret_keys=["aws:token"])

    default = recording.named("default")
    assert default.urn == DEFAULT
    assert default.parent is None
    assert default.inputs == {"region": "eu-west-1", "token": Secret("t")}
    assert recording.named("raw").provider == f"{DEFAULT}::{UNKNOWN_ID}"
    assert recording.resources.index(default) < recording.resources.index(recording.named("raw"))


def test_a_default_provider_is_named_after_its_version():
    recording = record(lambda: Bucket("raw", opts=ResourceOptions(version="7.51.1")))

    assert recording.named("default_7_51_1").inputs == {"version": "7.51.1"}


def test_one_default_provider_serves_all():
    recording = record(lambda: (Bucket("a"), Bucket("b")))

    assert len(recording.find("pulumi:providers:aws")) == 1


def test_the_id_of_a_provider_is_known_when_it_is_applied():
    recording = record(lambda: Bucket("raw"), preview=False)

    assert recording.named("raw").provider == f"{DEFAULT}::{recording.named('default').id}"
    assert recording.named("default").id != UNKNOWN_ID


@pytest.mark.parametrize("disabled", ['["aws"]', '["*"]', '["gcp", " aws "]'])
def test_a_disabled_default_provider_is_refused_in_the_engines_words(disabled):
    words = (
        f"Default provider for 'aws' disabled. '{PROJECT}aws:s3/bucket:Bucket::raw'"
        " must use an explicit provider."
    )
    with pytest.raises(EngineError, match=re.escape(words)):
        record(lambda: Bucket("raw"), config={DISABLED: disabled})


def test_a_disabled_default_provider_is_refused_to_a_data_source():
    token = "aws:index/getCallerIdentity:getCallerIdentity"

    words = f"Default provider for 'aws' disabled. '{token}' must use"
    with pytest.raises(EngineError, match=re.escape(words)):
        record(lambda: pulumi.runtime.invoke(token, {}), config={DISABLED: '["*"]'})


def test_other_packages_keep_their_default_provider():
    assert record(lambda: Bucket("raw"), config={DISABLED: '["gcp"]'}).named("raw")
    assert record(lambda: Bucket("raw"), config={DISABLED: ""}).named("raw")


def test_an_explicit_provider_is_always_allowed():
    def program():
        Bucket("raw", opts=ResourceOptions(provider=Provider("frankfurt")))

    recording = record(program, config={DISABLED: '["*"]'})

    assert recording.named("raw").provider_urn == recording.named("frankfurt").urn
    assert len(recording.find("pulumi:providers:")) == 1


def test_the_list_of_disabled_packages_must_be_one():
    with pytest.raises(EngineError, match="Failed to parse"):
        record(lambda: None, config={DISABLED: "[aws"})
    with pytest.raises(EngineError, match=r"\[0\] must be a string"):
        record(lambda: None, config={DISABLED: "[1]"})


def test_children_use_the_providers_of_their_parents():
    def program():
        provider = Provider("frankfurt")
        outer = Group("outer", ResourceOptions(providers=[provider]))
        Bucket("in-group", opts=below(Group("inner", below(outer))))
        parent = Bucket("parent", opts=ResourceOptions(provider=provider))
        Bucket("in-bucket", opts=below(parent))

    recording = record(program, config={DISABLED: '["*"]'})
    frankfurt = recording.named("frankfurt").urn

    assert recording.named("in-group").provider_urn == frankfurt
    assert recording.named("in-bucket").provider_urn == frankfurt
    assert recording.named("inner").providers["aws"].startswith(frankfurt)


def test_the_model_reads_account_and_region_from_the_provider():
    def program():
        provider = Provider(
            "p", {"region": "eu-central-1", "allowedAccountIds": '["111122223333"]'}
        )
        topic = Bucket("t", opts=ResourceOptions(provider=provider), type="aws:kms/key:Key")
        pulumi.export("arn", topic.arn)

    arn = record(program, preview=False).outputs["arn"]

    assert arn.startswith("arn:aws:kms:eu-central-1:111122223333:key/")


def test_a_region_on_the_resource_goes_before_the_providers():
    def program():
        key = Bucket("k", {"region": "eu-west-3"}, type="aws:kms/key:Key")
        pulumi.export("arn", key.arn)

    arn = record(program, preview=False, config={"aws:region": "us-west-2"}).outputs["arn"]

    assert arn.startswith("arn:aws:kms:eu-west-3:")


def test_a_provider_has_no_provider_of_its_own():
    def program():
        group = Group("group", ResourceOptions(providers=[Provider("outer")]))
        Provider("inner", opts=below(group))

    assert record(program).named("inner").provider is None


def test_providers_a_transform_gives_to_a_component_reach_all_in_it():
    def program():
        provider = Provider("frankfurt")

        def transform(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult:
            args.opts.providers = {"aws": provider}
            return pulumi.ResourceTransformResult(props=args.props, opts=args.opts)

        outer = Group("outer", ResourceOptions(transforms=[_only("outer", transform)]))
        Bucket("raw", opts=below(Group("inner", below(outer))))

    recording = record(program, config={DISABLED: '["*"]'})

    assert recording.named("raw").provider_urn == recording.named("frankfurt").urn


def _only(name: str, transform: pulumi.ResourceTransform) -> pulumi.ResourceTransform:
    return lambda args: transform(args) if args.name == name else None


def test_pulumis_own_resources_need_no_provider():
    recording = record(lambda: pulumi.StackReference("o/p/s"), config={DISABLED: '["*"]'})

    assert recording.named("default").type == "pulumi:providers:pulumi"
