"""Stock Pulumi mocks that answer as the clouds do, for unit tests of any program.

    import pulumi
    from landing_zone_rehearsal import CloudMocks

    pulumi.runtime.set_mocks(CloudMocks())

    @pulumi.runtime.test
    def test_the_bucket_has_an_arn():
        bucket = aws.s3.Bucket("raw", bucket="raw")
        return bucket.arn.apply(lambda arn: assert_equal(arn, "arn:aws:s3:::raw"))

Stock mocks see the inputs of resources and nothing else. To test options, parents, transforms,
providers or what is refused, record the program: `landing_zone_rehearsal.record`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, cast

import pulumi
from pulumi.output import Unknown as PulumiUnknown
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks

from .clouds import Clouds
from .urns import PROVIDER_TYPE, is_urn, name_of, type_of
from .values import UNKNOWN, Secret, Unknown, is_dict, is_list
from .wire import SIGNATURE, Signature

STACK_REFERENCE = "pulumi:pulumi:StackReference"


class CloudMocks(Mocks):
    """Answers for AWS, Google Cloud and Azure, with their IDs, names and computed outputs.

    Example:
        >>> mocks = CloudMocks()
        >>> pulumi.runtime.set_mocks(mocks, preview=False)
        >>> bucket = aws.s3.Bucket("raw")
        >>> [resource.typ for resource in mocks.resources]
        ['aws:s3/bucket:Bucket']
    """

    def __init__(self, clouds: Clouds | None = None) -> None:
        """Choose the models; those of the three clouds by default."""
        self.resources: list[MockResourceArgs] = []
        """Every resource the program registered or read, in order."""
        self._clouds = clouds or Clouds()
        self._providers: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._seen: Counter[str] = Counter()

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Answer a registration, or a read."""
        self.resources.append(args)
        given = cast("dict[str, Any]", args.inputs)  # pyright: ignore[reportUnknownMemberType]
        inputs = _from_sdk(given)
        if args.typ.startswith(PROVIDER_TYPE):
            self._providers[args.typ, args.name] = inputs
            return f"{args.name}-id", given
        if args.typ == STACK_REFERENCE:
            return args.resource_id, self._stack_reference(given)
        if args.custom is False:
            return "", {}
        id, outputs = self._answer(args, inputs)
        return id, {name: _to_sdk(value) for name, value in outputs.items()}

    def _answer(
        self, args: MockResourceArgs, inputs: Mapping[str, Any]
    ) -> tuple[str | None, dict[str, Any]]:
        provider = self._provider(args.provider)
        seed = self._seed(args)
        if args.custom is None and args.resource_id:
            id = args.resource_id
            return id, self._clouds.read(args.typ, args.name, seed, id, inputs, provider)
        if pulumi.runtime.is_dry_run():
            return args.resource_id or None, self._clouds.foresee(args.typ, inputs)
        id, outputs = self._clouds.create(args.typ, args.name, seed, inputs, provider)
        return args.resource_id or id, outputs

    def call(self, args: MockCallArgs) -> dict[str, Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Answer a data source; without a model its arguments are given back."""
        arguments: dict[str, Any] = _from_sdk(args.args)  # pyright: ignore[reportUnknownMemberType]
        answer = self._clouds.call(args.token, arguments, self._provider(args.provider))
        given = arguments if answer is None else answer
        return {name: _to_sdk(value) for name, value in given.items()}

    def _stack_reference(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        outputs = self._clouds.stack_outputs.get(str(inputs.get("name")), {})
        secret = sorted(name for name, value in outputs.items() if isinstance(value, Secret))
        written = {name: _to_sdk(value) for name, value in outputs.items()}
        return {**inputs, "outputs": written, "secretOutputNames": secret}

    def _seed(self, args: MockResourceArgs) -> str:
        """Stand in for the URN, which mocks are not told."""
        seed = f"{args.typ}::{args.name}"
        self._seen[seed] += 1
        return seed if self._seen[seed] == 1 else f"{seed}::{self._seen[seed]}"

    def _provider(self, reference: str | None) -> Mapping[str, Any]:
        urn = (reference or "").rpartition("::")[0]
        return self._providers.get((type_of(urn), name_of(urn)), {}) if is_urn(urn) else {}


def _from_sdk(value: Any) -> Any:
    """Read values as the SDK hands them to mocks: secrets in wrappers, unknowns as objects."""
    if isinstance(value, PulumiUnknown):
        return UNKNOWN
    if is_dict(value) and value.get(SIGNATURE) == Signature.SECRET:
        return Secret(_from_sdk(value["value"]))
    return _each(value, _from_sdk)


def _to_sdk(value: Any) -> Any:
    if isinstance(value, Unknown):
        return PulumiUnknown()
    if isinstance(value, Secret):
        return {SIGNATURE: Signature.SECRET, "value": _to_sdk(value.value)}
    return _each(value, _to_sdk)


def _each(value: Any, convert: Callable[[Any], Any]) -> Any:
    if is_dict(value):
        return {name: convert(item) for name, item in value.items()}
    if is_list(value):
        return [convert(item) for item in value]
    return value
