"""Fixtures for unit tests of any Pulumi program; pytest finds them by itself.

    def test_data_is_protected(rehearse):
        recording = rehearse(lambda: DataLake("lake", ...))
        assert all(bucket.protect for bucket in recording.find("aws:s3/bucket:Bucket"))

Nothing of Pulumi is imported before a test asks for one of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .mocks import CloudMocks
    from .recording import Recording


@pytest.fixture
def rehearse() -> Callable[..., Recording]:
    """Record a program as if it were deployed: every `apply` runs, every ID is known.

    The fixture is a function that takes what `landing_zone_rehearsal.record` takes; only
    `preview` is False unless it is given.

    Example:
        def test_one_bucket(rehearse):
            recording = rehearse(lambda: aws.s3.Bucket("raw"), config={"aws:region": "eu-west-1"})
            assert recording.named("raw").outputs["arn"]
    """
    from .recorder import record  # noqa: PLC0415

    def rehearsed(program: Callable[[], object], **options: Any) -> Recording:
        options.setdefault("preview", False)
        return record(program, **options)

    return rehearsed


@pytest.fixture
def cloud_mocks() -> Generator[CloudMocks]:
    """Set stock mocks that answer as the clouds do, for one test.

    Example:
        @pulumi.runtime.test
        def test_the_bucket_is_named(cloud_mocks):
            aws.s3.Bucket("raw", bucket="raw")
            assert cloud_mocks.resources[0].inputs == {"bucket": "raw"}
    """
    from pulumi.runtime import set_mocks  # noqa: PLC0415

    from .internals import settings_put_back  # noqa: PLC0415
    from .loop import Loop  # noqa: PLC0415
    from .mocks import CloudMocks  # noqa: PLC0415

    loop, mocks = Loop(), CloudMocks()
    asyncio.set_event_loop(loop)
    try:
        with settings_put_back():
            set_mocks(mocks, preview=False)
            yield mocks
    finally:
        asyncio.set_event_loop(None)
        loop.close()
