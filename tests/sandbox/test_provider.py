"""The provider protocol, spoken as the engine speaks it."""

from contextlib import contextmanager

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2 as protocol
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub
from pulumi.runtime.proto.status_pb2 import Status

from landing_zone_rehearsal.sandbox import PlannedFault
from landing_zone_rehearsal.sandbox.server import serve
from landing_zone_rehearsal.values import UNKNOWN, Secret
from landing_zone_rehearsal.wire import decode_struct, encode_struct
from tests.sandbox.toy import farm, toy_cloud

__all__ = ["toy_cloud"]

pytestmark = pytest.mark.usefixtures("toy_cloud")

URN = "urn:pulumi:dev::farm::toy:farm:Pen::pen"


@contextmanager
def provider(sandbox):
    server, port = serve(sandbox)
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield ResourceProviderStub(channel)
    server.stop(None).wait()


@pytest.fixture
def sandbox():
    return farm()


@pytest.fixture
def stub(sandbox):
    with provider(sandbox) as found:
        yield found


def create(stub, preview=False, **inputs):
    properties = encode_struct({"acres": 2, **inputs})
    return stub.Create(protocol.CreateRequest(urn=URN, properties=properties, preview=preview))


def diff(stub, old, new):
    request = protocol.DiffRequest(
        urn=URN, id="pen", old_inputs=encode_struct(old), news=encode_struct(new)
    )
    return stub.Diff(request)


def test_an_engine_can_attach(stub):
    assert stub.Handshake(protocol.ProviderHandshakeRequest()).accept_secrets
    stub.Attach(protocol_attach())
    assert stub.GetPluginInfo(Empty()).version == "999.0.0"
    assert stub.Configure(protocol.ConfigureRequest()).supportsPreview


def protocol_attach():
    from pulumi.runtime.proto.plugin_pb2 import PluginAttach

    return PluginAttach(address="127.0.0.1:1")


def test_wrong_inputs_are_failures_of_their_properties(stub):
    request = protocol.CheckRequest(urn=URN, news=encode_struct({"acres": 99}))
    (failure,) = stub.Check(request).failures
    assert (failure.property, failure.reason) == ("acres", "expected 1 to 9, got 99")


def test_a_preview_creates_nothing_and_computes_nothing(stub, sandbox):
    answer = create(stub, preview=True, soil=UNKNOWN)
    foreseen = {"acres": 2, "arn": UNKNOWN, "gates": UNKNOWN, "soil": UNKNOWN}
    assert (answer.id, decode_struct(answer.properties)) == ("", foreseen)
    assert sandbox.objects() == []


def test_the_preview_of_an_update_keeps_what_was_computed(stub, sandbox):
    made = create(stub, soil="clay")
    news = encode_struct({"acres": 3, "soil": UNKNOWN})
    request = protocol.UpdateRequest(urn=URN, id=made.id, news=news, olds=made.properties)
    request.preview = True
    before = decode_struct(made.properties)
    after = decode_struct(stub.Update(request).properties)
    assert after == {**before, "acres": 3, "soil": UNKNOWN}
    assert sandbox.objects()[0].outputs["acres"] == 2


def test_what_is_created_can_be_read_changed_and_deleted(stub, sandbox):
    made = create(stub, soil="clay")
    read = stub.Read(protocol.ReadRequest(urn=URN, id=made.id))
    assert (read.id, read.properties) == (made.id, made.properties)
    assert decode_struct(read.inputs) == {"acres": 2, "soil": "clay"}
    news = encode_struct({"acres": 3, "soil": "clay"})
    updated = stub.Update(protocol.UpdateRequest(urn=URN, id=made.id, news=news))
    assert decode_struct(updated.properties)["acres"] == 3
    stub.Delete(protocol.DeleteRequest(urn=URN, id=made.id, properties=updated.properties))
    assert sandbox.objects() == []
    assert stub.Read(protocol.ReadRequest(urn=URN, id=made.id)).id == ""


def test_a_diff_says_what_is_replaced_and_what_is_not(stub):
    answer = diff(stub, {"soil": "clay", "acres": 1}, {"soil": "sand", "acres": 2, "label": "oak"})
    assert answer.changes == protocol.DiffResponse.DIFF_SOME
    assert [*answer.replaces] == ["soil"]
    kinds = {path: each.kind for path, each in answer.detailedDiff.items()}
    kind = protocol.PropertyDiff
    assert kinds == {"soil": kind.UPDATE_REPLACE, "acres": kind.UPDATE, "label": kind.ADD}
    assert diff(stub, {"acres": 1}, {"acres": 1}).changes == protocol.DiffResponse.DIFF_NONE


def test_a_secret_stays_one(stub):
    made = create(stub, code=Secret("hush"))
    assert decode_struct(made.properties)["code"] == Secret("hush")
    read = stub.Read(protocol.ReadRequest(urn=URN, id=made.id, properties=made.properties))
    assert decode_struct(read.properties)["code"] == Secret("hush")


def test_a_refusal_names_the_resource_and_is_the_clouds(stub):
    request = protocol.CreateRequest(urn="urn:pulumi:dev::farm::toy:farm:Sheep::dolly")
    request.properties.update({"name": "dolly", "penId": "pen-none"})
    with pytest.raises(grpc.RpcError) as refused:
        stub.Create(request)
    assert refused.value.details() == "creating dolly: NoSuchPen: pen-none at penId"  # pyright: ignore[reportAttributeAccessIssue]


def test_what_does_not_become_ready_exists_and_says_so():
    sandbox = farm(faults=[PlannedFault.parse("toy:farm:Pen:1=timeout")])
    with provider(sandbox) as stub, pytest.raises(grpc.RpcError) as unready:
        create(stub)
    metadata = {each.key: each.value for each in unready.value.trailing_metadata()}  # pyright: ignore[reportAttributeAccessIssue]
    status = Status.FromString(metadata["grpc-status-details-bin"])
    detail = protocol.ErrorResourceInitFailed()
    assert status.details[0].Unpack(detail)
    (made,) = sandbox.objects()
    assert (detail.id, decode_struct(detail.inputs)) == (made.id, {"acres": 2})
    assert [*detail.reasons] == [f"NotReady: {made.id}"]


def test_two_providers_are_two_places(sandbox):
    with provider(sandbox) as first, provider(sandbox) as second:
        for stub, county in ((first, "hills"), (second, "coast")):
            stub.Configure(protocol.ConfigureRequest(args=encode_struct({"county": county})))
            create(stub)
    assert [each.region for each in sandbox.objects()] == ["hills", "coast"]


def test_a_data_source_is_answered_from_where_its_provider_is(stub):
    stub.Configure(protocol.ConfigureRequest(args=encode_struct({"farm": "one"})))
    answer = stub.Invoke(protocol.InvokeRequest(tok="toy:farm:getFarmer"))
    assert decode_struct(getattr(answer, "return")) == {"name": "one"}
    with pytest.raises(grpc.RpcError):
        stub.Invoke(protocol.InvokeRequest(tok="toy:farm:getWeather"))


def test_a_provider_that_moves_is_another_one(stub):
    request = protocol.DiffRequest(urn="urn:pulumi:dev::farm::pulumi:providers:aws::ai", id="x")
    request.old_inputs.update({"region": "eu-west-1", "profile": "a"})
    request.news.update({"region": "eu-west-2", "profile": "b"})
    answer = stub.DiffConfig(request)
    assert [*answer.replaces] == ["region"]
    assert {*answer.diffs} == {"profile", "region"}


def test_a_port_that_is_taken_is_said_so(sandbox):
    server, port = serve(sandbox)
    with pytest.raises(OSError, match=f"port {port} is taken"):
        serve(sandbox, port)
    server.stop(None).wait()
