"""Inputs are checked against the types that the SDKs give them."""

from __future__ import annotations

import copy
import enum
import inspect
import subprocess
import sys
import time
import typing
from collections import abc
from functools import cache
from importlib import import_module

import pulumi
import pytest
from pulumi import _types

from landing_zone_rehearsal import UNKNOWN, Archive, Asset, OutputValue, Reference, Secret
from landing_zone_rehearsal.sandbox.shape_types import (
    Choice,
    ListOf,
    MapOf,
    Nested,
    OneOf,
    Simple,
)
from landing_zone_rehearsal.sandbox.shapes import Fault, Shapes
from landing_zone_rehearsal.values import is_dict, is_list, reveal
from tests.zones import CLOUDS, PROFILES, full_zone

SHAPES = Shapes()

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
SUBNET = "aws:ec2/subnet:Subnet"
BUCKET = "aws:s3/bucket:Bucket"
STORE = "gcp:storage/bucket:Bucket"
ACCOUNT = "azure-native:storage:StorageAccount"
RULES = "azure-native:network:FirewallPolicyRuleCollectionGroup"


@cache
def declared(cloud):
    """Return one example of the inputs of each type that the project declares on a cloud."""
    return {r.type: r.inputs for p in PROFILES for r in full_zone(cloud, p).resources if r.custom}


def check(type, **inputs):
    return [(fault.path, fault.reason) for fault in SHAPES.check(type, inputs)]


def subnet(**inputs):
    return check(SUBNET, **{"vpcId": "vpc-1", **inputs})


def store(**inputs):
    return check(STORE, **{"location": "EU", **inputs})


def account(**inputs):
    least = {"kind": "StorageV2", "resourceGroupName": "g", "sku": {"name": "Standard_ZRS"}}
    return check(ACCOUNT, **{**least, **inputs})


def deployment(**spec):
    template = {"spec": {"containers": [{"name": "main", "image": "main:1"}]}}
    spec = {"selector": {"matchLabels": {"app": "a"}}, "template": template, **spec}
    return check(DEPLOYMENT, apiVersion="apps/v1", kind="Deployment", spec=spec)


def service(**spec):
    return check("kubernetes:core/v1:Service", spec=spec)


def container(**inputs):
    found = deployment(template={"spec": {"containers": [{"name": "main", **inputs}]}})
    return [(path.removeprefix("spec.template.spec.containers[0]."), why) for path, why in found]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_nothing_is_wrong_with_what_the_project_declares(cloud, profile):
    resources = [each for each in full_zone(cloud, profile).resources if each.custom]
    assert len(resources) > 50
    for resource in resources:
        assert SHAPES.check(resource.type, resource.inputs) == [], resource.type


@pytest.mark.parametrize("cloud", CLOUDS)
def test_an_unknown_property_is_found_wherever_it_stands(cloud):
    depths = set()
    for type, inputs in declared(cloud).items():
        changed = copy.deepcopy(inputs)
        for at, held in blocks(Nested(lambda type=type: SHAPES.block(type)), changed, ""):
            held["noSuchThing"] = "x"
            assert paths(type, changed) == [f"{at}noSuchThing"], type
            del held["noSuchThing"]
            depths.add(at.count("."))
    assert {0, 1, 2} <= depths


@pytest.mark.parametrize("absent", [None, Secret(None)], ids=["none", "a secret none"])
@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_missing_property_is_found_for_every_type(cloud, absent):
    found = 0
    for type, inputs in declared(cloud).items():
        for name in SHAPES.block(type).required:
            rest = {key: value for key, value in inputs.items() if key != name}
            assert SHAPES.check(type, rest) == [Fault(name, "missing, and required")], type
            assert paths(type, {**inputs, name: absent}) == [name], type
            found += 1
    assert found > 20


@pytest.mark.parametrize("cloud", CLOUDS)
def test_an_output_cannot_be_given(cloud):
    found = 0
    for type, inputs in declared(cloud).items():
        for name in SHAPES.block(type).outputs:
            fault = Fault(name, "set by the cloud, cannot be given")
            assert SHAPES.check(type, {**inputs, name: "x"}) == [fault], type
            found += 1
    assert found > 30


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_value_that_is_not_yet_known_may_stand_anywhere(cloud):
    for type, inputs in declared(cloud).items():
        for unknown in (UNKNOWN, Secret(UNKNOWN), OutputValue(UNKNOWN)):
            unknowns = dict.fromkeys(SHAPES.block(type).properties, unknown)
            assert SHAPES.check(type, {**inputs, **unknowns}) == [], type


def test_the_property_that_was_meant_is_named():
    assert subnet(cidrblock="x") == [("cidrblock", "no such property; did you mean cidrBlock?")]
    assert subnet(cidr_block="x") == [("cidr_block", "no such property; did you mean cidrBlock?")]
    assert subnet(VPCID="x") == [("VPCID", "no such property; did you mean vpcId?")]
    assert subnet(whatever="x") == [("whatever", "no such property")]
    assert store(versioning={"enabld": True}) == [
        ("versioning.enabld", "no such property; did you mean enabled?"),
        ("versioning.enabled", "missing, and required"),
    ]
    assert account(encryption={"keySorce": "x"}) == [
        ("encryption.keySorce", "no such property; did you mean keySource?"),
    ]


def test_what_is_not_there_and_what_the_bridge_notes_for_itself_is_no_property():
    assert subnet(whatever=None, tags={"a": None}, __defaults=["b"]) == []


def test_a_missing_property_is_found_inside_lists_and_blocks():
    assert check(BUCKET, lifecycleRules=[{"enabled": True}, {}]) == [
        ("lifecycleRules[1].enabled", "missing, and required")
    ]
    assert store(lifecycleRules=[{"action": {"type": "Delete"}}]) == [
        ("lifecycleRules[0].condition", "missing, and required")
    ]
    assert account(sku={}) == [("sku.name", "missing, and required")]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"tags": {"a.b": []}}, ('tags["a.b"]', "expected text, got a list")),
        ({"tags": []}, ("tags", "expected a block, got a list")),
        ({"vpcId": {}}, ("vpcId", "expected text, got a block")),
        ({"enableDns64": "yes"}, ("enableDns64", "expected true or false, got text")),
        ({"enableDns64": 1}, ("enableDns64", "expected true or false, got a number")),
        ({"enableDns64": {}}, ("enableDns64", "expected true or false, got a block")),
        ({"ipv4NetmaskLength": "x"}, ("ipv4NetmaskLength", "expected a whole number, got text")),
        (
            {"ipv4NetmaskLength": 1.5},
            ("ipv4NetmaskLength", "expected a whole number, got a number"),
        ),
        (
            {"ipv4NetmaskLength": True},
            ("ipv4NetmaskLength", "expected a whole number, got true or false"),
        ),
        ({"vpcId": Asset("text", "x")}, ("vpcId", "expected text, got an asset")),
        (
            {"enableDns64": Reference("urn", "id")},
            ("enableDns64", "expected true or false, got a resource"),
        ),
    ],
    ids=str,
)
def test_a_value_of_another_type_is_found(given, reason):
    assert subnet(**given) == [reason]


def test_a_block_is_not_a_list_nor_a_list_a_block():
    assert check(BUCKET, lifecycleRules={"enabled": True}) == [
        ("lifecycleRules", "expected a list, got a block")
    ]
    assert store(versioning=[{"enabled": True}]) == [("versioning", "expected a block, got a list")]
    assert account(sku="Standard_ZRS") == [("sku", "expected a block, got text")]


def test_what_a_bridged_provider_turns_into_another_type_passes():
    assert subnet(vpcId=5, enableDns64="true", ipv4NetmaskLength="24", tags={"a": True}) == []
    assert subnet(ipv4NetmaskLength=24.0, vpcId=Reference("urn", "vpc-1")) == []
    alarm = "aws:cloudwatch/metricAlarm:MetricAlarm"
    assert check(alarm, threshold=5, period="60") == []
    assert check(alarm, threshold="5.5", actionsEnabled="false") == []
    assert check(alarm, threshold="high") == [("threshold", "expected a number, got text")]


def test_azure_turns_nothing_into_another_type():
    assert account(isHnsEnabled="true", location=5) == [
        ("isHnsEnabled", "expected true or false, got text"),
        ("location", "expected text, got a number"),
    ]
    scale = {"name": "s", "capacity": {"default": 1, "maximum": "2", "minimum": "1"}, "rules": []}
    setting = {"resourceGroupName": "g", "profiles": [scale]}
    assert check("azure-native:monitor:AutoscaleSetting", **setting) == [
        ("profiles[0].capacity.default", "expected text, got a number")
    ]


def test_a_file_is_not_a_text_and_an_archive_is_not_an_asset():
    function = {"role": "arn", "code": "x.zip", "runtime": "python3.13"}
    type = "aws:lambda/function:Function"
    assert check(type, **function) == [("code", "expected an archive, got text")]
    assert check(type, **{**function, "code": Asset("path", "x.py")}) == [
        ("code", "expected an archive, got an asset")
    ]
    assert check(type, **{**function, "code": Archive("path", "x.zip")}) == []
    assert check("aws:s3/bucketObject:BucketObject", bucket="b", source="x") == [
        ("source", "expected an asset or an archive, got text")
    ]


def test_a_value_outside_its_enumeration_is_found():
    assert account(kind="StorageV3") == [
        (
            "kind",
            "expected one of Storage, StorageV2, BlobStorage, FileStorage, BlockBlobStorage, "
            "got 'StorageV3'",
        )
    ]
    (fault,) = account(sku={"name": "Standard_XRS"})
    assert fault[0] == "sku.name"
    assert fault[1].startswith("expected one of Standard_LRS, Standard_GRS, ")
    assert service(type="External") == [
        (
            "spec.type",
            "expected one of ExternalName, ClusterIP, NodePort, LoadBalancer, got 'External'",
        )
    ]


def test_enumerations_are_compared_as_the_cloud_compares_them():
    assert account(kind="storagev2") == []
    assert service(type="ClusterIP") == []
    assert [path for path, _ in service(type="clusterip")] == ["spec.type"]
    assert check(BUCKET, acl="a-new-canned-acl") == []
    machine = {"resourceGroupName": "g", "hardwareProfile": {"vmSize": "Standard_ND96isr_H200_v5"}}
    assert check("azure-native:compute:VirtualMachine", **machine) == []


def test_of_several_blocks_the_one_that_was_meant_is_judged():
    rule = {"ruleType": "NetworkRule", "ipProtocols": ["TCP"], "destinationPorts": "443"}
    kind = {"ruleCollectionType": "FirewallPolicyFilterRuleCollection"}
    group = {"firewallPolicyName": "p", "resourceGroupName": "g"}

    assert check(RULES, **group, ruleCollections=[{**kind, "rules": [rule]}]) == [
        ("ruleCollections[0].rules[0].destinationPorts", "expected a list, got text")
    ]
    assert check(RULES, **group, ruleCollections=[{**kind, "rules": "x"}, {}]) == [
        ("ruleCollections[0].rules", "expected a list, got text"),
        ("ruleCollections[1].ruleCollectionType", "missing, and required"),
    ]
    mixed = {"ruleType": "NetworkRule", "translatedPort": "1", "translatedAddress": "a"}
    assert check(RULES, **group, ruleCollections=[{**kind, "rules": [mixed]}]) == [
        ("ruleCollections[0].rules[0].translatedPort", "no such property"),
        ("ruleCollections[0].rules[0].translatedAddress", "no such property"),
    ]
    assert check(RULES, **group, ruleCollections=[{"ruleCollectionType": "Deny"}]) == [
        (
            "ruleCollections[0].ruleCollectionType",
            "expected FirewallPolicyFilterRuleCollection, got 'Deny'",
        )
    ]
    assert check(RULES, **group, ruleCollections=["x"]) == [
        ("ruleCollections[0]", "expected a block or a block, got text")
    ]


def test_a_secret_is_checked_and_never_shown():
    canary = "hunter2"
    faults = [
        *account(kind=Secret(canary), sku=Secret({"name": canary})),
        *account(tags=Secret({"a": [canary]}), isHnsEnabled=OutputValue(Secret(canary))),
        *account(encryption=Secret({"keySource": canary, "canary": canary})),
    ]
    assert {path for path, _ in faults} == {
        "kind",
        "sku.name",
        'tags["a"]',
        "isHnsEnabled",
        "encryption.keySource",
        "encryption.canary",
    }
    assert canary not in str(faults)
    assert "got [secret]" in str(faults)


def test_kubernetes_objects_are_checked_the_same_way():
    assert deployment(replicas=2) == []
    assert deployment(replica=2) == [("spec.replica", "no such property; did you mean replicas?")]
    assert deployment(selector=None) == [("spec.selector", "missing, and required")]
    assert deployment(replicas="2") == [("spec.replicas", "expected a whole number, got text")]
    assert check(DEPLOYMENT, apiVersion="apps/v2") == [
        ("apiVersion", "expected apps/v1, got 'apps/v2'"),
        ("spec", "missing, and required"),
    ]
    assert container(env=[{"name": "A", "value": 1}]) == [
        ("env[0].value", "expected text, got a number")
    ]
    assert container(resources={"limits": {"nvidia.com/gpu": 1, "memory": "4Gi"}}) == []
    assert container(resources={"limits": {"cpu": True}}) == [
        ('resources.limits["cpu"]', "expected text or a number, got true or false")
    ]
    assert container(ports=[{"containerPort": 80}], readinessProbe={"tcpSocket": {"port": []}}) == [
        ("readinessProbe.tcpSocket.port", "expected a whole number or text, got a list")
    ]


@pytest.mark.parametrize(
    ("type", "reason"),
    [
        ("aws:ec2/subnet:Subnett", "did you mean aws:ec2/subnet:Subnet?"),
        ("gcp:storage/bucket:Buckets", "did you mean gcp:storage/bucket:Bucket?"),
        ("azure-native:network/v20240501:Subnet", "no such type in pulumi-azure-native 3."),
        ("kubernetes:apps/v1:Deploymint", "did you mean kubernetes:apps/v1:Deployment?"),
        ("kubernetes:aps/v1:Deployment", "did you mean kubernetes:apps/v1:Deployment?"),
        ("kubernetes:networking.k8s.io/v9:Ingress", "no such type in pulumi-kubernetes 4."),
    ],
)
def test_a_type_that_the_sdk_does_not_have_is_found(type, reason):
    (fault,) = SHAPES.check(type, {})
    assert fault.path == ""
    assert reason in fault.reason


def test_what_no_installed_sdk_describes_is_not_checked():
    assert SHAPES.check("nosuch:index:Thing", {"a": 1}) == []
    assert SHAPES.check("pulumi:pulumi:StackReference", {"name": "a"}) == []
    assert SHAPES.check("kubernetes:kueue.x-k8s.io/v1beta1:ClusterQueue", {"spec": 1}) == []
    assert SHAPES.sdk("nosuch:index:Thing") is None
    with pytest.raises(LookupError, match="no installed SDK has the type nosuch:index:Thing"):
        SHAPES.block("nosuch:index:Thing")


def test_providers_are_checked_as_the_engine_hands_them_over():
    assert check("pulumi:providers:aws", region="eu-west-1", version="7.0.0") == []
    assert check("pulumi:providers:aws", skipMetadataApiCheck="true") == []
    assert check("pulumi:providers:aws", allowedAccountIds='["1"]', regoin="x") == [
        ("regoin", "no such property; did you mean region?")
    ]
    assert check("pulumi:providers:aws", allowedAccountIds='{"a": 1}') == [
        ("allowedAccountIds", "expected a list, got a block")
    ]
    assert check("pulumi:providers:aws", endpoints=Secret('[{"sagemakr": "hunter2"}]')) == [
        ("endpoints[0].sagemakr", "no such property; did you mean sagemaker?")
    ]
    assert check("pulumi:providers:kubernetes", deleteUnreachable="maybe") == [
        ("deleteUnreachable", "expected true or false, got text")
    ]
    assert check("pulumi:providers:kubernetes", deleteUnreachable="true", kubeconfig="{}") == []


def test_no_sdk_is_imported():
    code = f"""
import sys
from landing_zone_rehearsal.sandbox.shapes import Shapes
assert Shapes().check({STORE!r}, {{}})
assert not any(name.startswith("pulumi_") for name in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_type_that_was_met_before_is_checked_in_less_than_a_millisecond():
    resources = [each for each in full_zone("azure").resources if each.custom]
    for resource in resources:
        SHAPES.check(resource.type, resource.inputs)
    start = time.perf_counter()
    for resource in resources:
        SHAPES.check(resource.type, resource.inputs)
    assert (time.perf_counter() - start) / len(resources) < 0.001


@pytest.mark.parametrize("package", [*CLOUDS, "kubernetes"])
def test_what_is_read_is_what_the_imported_classes_say(package):
    types = [DEPLOYMENT] if package == "kubernetes" else declared(package)
    done = set[object]()
    for type in types:
        same_block(SHAPES.block(type), inputs_class(type), done)
    assert len(done) > 40


def paths(type, inputs):
    return [fault.path for fault in SHAPES.check(type, inputs)]


def blocks(type, given, at):
    """Yield each block that inputs hold, with the start of its properties' paths."""
    value = reveal(given)
    match type:
        case Nested() if is_dict(value):
            yield at, value
            for name, inner in list(value.items()):
                if name in type.block.properties:
                    yield from blocks(type.block.properties[name], inner, f"{at}{name}.")
        case ListOf() if is_list(value):
            for index, inner in enumerate(value):
                yield from blocks(type.item, inner, f"{at.removesuffix('.')}[{index}].")
        case MapOf() if is_dict(value):
            for name, inner in value.items():
                yield from blocks(type.item, inner, f'{at.removesuffix(".")}["{name}"].')
        case _:
            pass


def inputs_class(type):
    """Import the class of a type's inputs."""
    sdk = SHAPES.sdk(type)
    assert sdk
    home = sdk.types[type]
    module = import_module(".".join(home.folder.relative_to(sdk.root.parent).parts))
    names = [f"{home.name}InitArgs", f"{home.name}Args"]
    return next(getattr(module, name) for name in names if hasattr(module, name))


def same_block(block, cls, done):
    if cls in done:
        return
    done.add(cls)
    said = _types.input_type_types(cls)
    names = _types.input_type_py_to_pulumi_names(cls)
    signature = inspect.signature(cls.__init__).parameters.values()
    required = {
        names[p.name] for p in signature if p.kind is p.KEYWORD_ONLY and p.default is p.empty
    }
    assert block.properties.keys() == said.keys(), cls
    assert set(block.required) == required, cls
    for name, type in block.properties.items():
        if name not in block.constants:
            same_type(type, said[name], done)


def same_type(type, hint, done):
    options = plain(hint)
    origin = typing.get_origin(options[0])
    match type:
        case Nested():
            (cls,) = options
            same_block(type.block, cls, done)
        case ListOf():
            assert origin is abc.Sequence
            same_type(type.item, typing.get_args(options[0])[0], done)
        case MapOf():
            assert origin is abc.Mapping
            same_type(type.item, typing.get_args(options[0])[1], done)
        case Choice() if origin is typing.Literal:
            assert type.values == typing.get_args(options[0])
        case Choice():
            (cls,) = (each for each in options if each is not str)
            assert issubclass(cls, enum.Enum)
            assert list(type.values) == [member.value for member in cls]
        case OneOf() if len(options) > 1:
            for each, option in zip(type.options, options, strict=True):
                same_type(each, option, done)
        case OneOf():  # a quantity of Kubernetes
            assert (options, type.options) == ([str], (Simple.TEXT, Simple.NUMBER))
        case _:
            simple = {str: "TEXT", int: "WHOLE", float: "NUMBER", bool: "FLAG"}
            assert simple.get(options[0], "ANYTHING") == type.name


def plain(hint):
    """Return what a hint allows besides the wrappers that every input may have."""
    if typing.get_origin(hint) is not typing.Union:
        return [hint]
    wrappers = {abc.Awaitable, pulumi.Output}
    found = [each for each in typing.get_args(hint) if each is not type(None)]
    return [each for each in found if typing.get_origin(each) not in wrappers]
