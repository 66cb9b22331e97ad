"""Whatever goes wrong in a cloud, `up` says so, and the next one completes."""

import re

import pytest

from tests.zones import CLOUDS

from .driving import changed, keys, needs_engine, resources, succeeded, told
from .states import in_clouds

pytestmark = [needs_engine, pytest.mark.engine]

KEYS = {
    "aws": "aws:kms:Key",
    "gcp": "gcp:kms:CryptoKey",
    "azure": "azure-native:keyvault:Key",
}
WORDS = {
    "fail": {
        "aws": "InternalFailure|InternalError|KMSInternalException|ServiceException",
        "gcp": "Error 5|internal|backendError",
        "azure": "InternalServerError",
    },
    "throttle": {
        "aws": "Throttling|Rate exceeded|TooManyRequests",
        "gcp": "429|rateLimitExceeded|quota",
        "azure": "TooManyRequests",
    },
    "timeout": {
        "aws": "timeout|timed out",
        "gcp": "timeout|timed out|waiting|deadline",
        "azure": "timeout|timed out|deadline|Canceled",
    },
    "kill": dict.fromkeys(CLOUDS, "the provider ended|connection (reset|refused)|EOF"),
}


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_fault_is_told_and_the_next_up_completes(tmp_path, cloud, kind, subtests):
    project = keys(tmp_path, cloud)
    with project.served(f"create:{KEYS[cloud]}:1={kind}"):
        failed = project.stack(cloud).up()
    with subtests.test("it is told clearly"):
        assert not failed.ok
        assert re.search(WORDS[kind][cloud], told(failed)), told(failed)
        assert "Traceback" not in told(failed)
    with project.served():
        with subtests.test("the next up completes"):
            succeeded(project.stack(cloud).up())
        with subtests.test("and leaves nothing to do, and nothing twice"):
            assert changed(succeeded(project.stack(cloud).up())) == []
            assert changed(succeeded(project.stack(cloud).refresh())) == []
            assert len(project.objects()) == len(project.standing())
            assert project.standing() == in_clouds(resources(project.stack(cloud))).keys()


@pytest.mark.parametrize("act", ["update", "delete"])
@pytest.mark.parametrize("kind", ["fail", "throttle", "timeout", "kill"])
def test_a_fault_while_changing_or_deleting_is_survived(tmp_path, act, kind):
    cloud = "aws"
    project = keys(tmp_path, cloud)
    with project.served():
        succeeded(project.stack(cloud).up())
    project.configure(cloud, ("landing-zone:environment", "owner"), "somebody")
    with project.served(f"{act}:aws:kms:Key:1={kind}"):
        stack = project.stack(cloud)
        failed = stack.up() if act == "update" else stack.destroy()
    with project.served():
        if act == "update":
            assert not failed.ok
            succeeded(project.stack(cloud).up())
            assert changed(succeeded(project.stack(cloud).refresh())) == []
            assert len(project.objects()) == len(in_clouds(resources(project.stack(cloud))))
        succeeded(project.stack(cloud).destroy())
        assert project.objects() == []
        assert resources(project.stack(cloud)) == {}
