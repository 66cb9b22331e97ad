"""The base class of all components, and what it hands to a cloud's implementation."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Generic, TypeVar

import pulumi

from landing_zone.core.environment import Environment, label
from landing_zone.core.errors import LandingZoneError, UnsupportedError
from landing_zone.core.model import Outputs, Spec
from landing_zone.core.names import NameRule, Names

OutputsT = TypeVar("OutputsT", bound=Outputs)
T = TypeVar("T")


class Component(pulumi.ComponentResource, Generic[OutputsT]):
    """A capability, declared once and built by the module named after the environment's cloud.

    A subclass states its inputs. For `landing_zone.datalake.DataLake` in an AWS environment,
    `landing_zone/datalake/aws.py` is imported and its `build(scope, spec, **inputs)` declares the
    resources and returns the outputs promised in `landing_zone/datalake/spec.py`. A module that
    has more to refuse than the spec can see says so in `check(names, spec)`, which yields errors
    and is asked before anything is declared.

    The Pulumi type is `landing-zone:index:<class>`. It is part of every URN, so renaming a class
    without an alias replaces what users have deployed. A component that gets another name, and the
    old one as an alias, changes nothing: see `original_name`.
    """

    inside_cluster: ClassVar[bool] = False
    """Whether `kubernetes.py` builds it, for what runs in any cluster, instead of the clouds'."""

    outputs: OutputsT

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: Spec,
        opts: pulumi.ResourceOptions | None,
        **inputs: Any,
    ) -> None:
        settled = spec.settled(env.profile)
        original = original_name(name, opts)
        faults = list(self.faults(original, env, settled))
        if faults:
            raise LandingZoneError.of(f"{name}: {fault}" for fault in faults)
        capability = _capability(type(self))
        intent = settled.model_dump(mode="json", exclude_none=True)
        super().__init__(f"landing-zone:index:{capability.__name__}", name, intent, opts)
        scope = Scope(self, Names(env, original), opts or pulumi.ResourceOptions())
        build = self._implementation(env, "build")
        self.outputs = build(scope, settled, **inputs)
        self.register_outputs(self.outputs.as_dict())

    @classmethod
    def faults(cls, name: str, env: Environment, spec: Any) -> Iterable[LandingZoneError]:
        """Return what the environment's cloud refuses of a settled spec, before it is declared.

        Raises:
            LandingZoneError: if the cloud's SDK is not installed, or the capability is not there.
        """
        cls._implementation(env, "build")
        check = cls._implementation(env, "check", default=_accept)
        return check(Names(env, name), spec)

    @classmethod
    def _implementation(
        cls, env: Environment, name: str, default: Callable[..., Any] | None = None
    ) -> Callable[..., Any]:
        where = "kubernetes" if cls.inside_cluster else env.cloud
        return implementation(_capability(cls).__module__, where, name, default)


@dataclass(frozen=True)
class Scope:
    """The surroundings of one component: how its children are named, tagged and parented."""

    component: pulumi.ComponentResource
    names: Names
    given: pulumi.ResourceOptions
    """The options that the component's user gave."""

    @property
    def env(self) -> Environment:
        """Where the component is built, and for whom."""
        return self.names.env

    @property
    def tags(self) -> dict[str, str]:
        """The tags (labels on Google Cloud) of every child that can carry them."""
        own = {"component": label(self.names.component), "stack": label(pulumi.get_stack())}
        return {**self.env.labels, **own}

    def child(self, part: str) -> str:
        """Return the logical name of a child, unique in the stack."""
        return self.names.logical(part)

    def physical(self, rule: NameRule, *parts: str) -> str:
        """Return a physical name, for the few resources that people address by name."""
        return self.names.physical(rule, *parts)

    def opts(self, *, stateful: bool = False, **more: Any) -> pulumi.ResourceOptions:
        """Return a child's options; what holds data or keys is protected from `standard` up.

        A user who says `protect` on the component itself has the last word: children inherit it.
        What the component depends on, its children wait for; Pulumi alone would not see to that.
        """
        protects = stateful and self.env.protects_data and self.given.protect is None
        own = pulumi.ResourceOptions(
            parent=self.component, protect=True if protects else None, **more
        )
        awaited = pulumi.ResourceOptions(depends_on=self.given.depends_on)
        return pulumi.ResourceOptions.merge(own, awaited)


def implementation(
    capability: str, cloud: str, name: str, default: Callable[..., Any] | None = None
) -> Callable[..., Any]:
    """Return a function of a capability's module for a cloud, importing that cloud's SDK alone.

    Raises:
        UnsupportedError: if the capability has no module for the cloud.
        LandingZoneError: if the cloud's SDK is not installed.
    """
    path = f"{capability}.{cloud}"
    try:
        module = import_module(path)
    except ModuleNotFoundError as missing:
        if missing.name == path:
            fix = f"write {path.replace('.', '/')}.py to add it"
            raise UnsupportedError(capability.rpartition(".")[2], cloud, instead=fix) from None
        if missing.name and missing.name.startswith("pulumi_"):
            fix = f"run `pip install 'landing-zone[{cloud}]'`"
            raise LandingZoneError(f"{missing.name} is not installed; {fix}") from None
        raise
    return getattr(module, name) if default is None else getattr(module, name, default)


def original_name(name: str, opts: pulumi.ResourceOptions | None) -> str:
    """Return the name that a component's resources are named and tagged by.

    It is the component's own, or the one that it had first when its options alias a former one:
    of several aliases the last. So renaming a component does not rename, and thereby replace, what
    it consists of: `LandingZone("ml", …, opts=ResourceOptions(aliases=[Alias(name="ai")]))`.
    """
    aliases = (opts and opts.aliases) or ()
    names = [each.name for each in aliases if isinstance(each, pulumi.Alias)]
    return next((each for each in reversed(names) if isinstance(each, str)), name)


def after(
    value: pulumi.Input[T], *others: pulumi.Resource | pulumi.Output[Any]
) -> pulumi.Output[T]:
    """Return the value once the others exist, so that whoever uses it waits for them.

    Where several values wait for the same many, let one wait, and the others for that one.
    """
    awaited = (each.urn if isinstance(each, pulumi.Resource) else each for each in others)
    return pulumi.Output.all(value, *awaited).apply(lambda all_: all_[0])


def _capability(component: type[Component[Any]]) -> type[Component[Any]]:
    """Return the class that names the capability, also for a user's subclass of it."""
    return next(each for each in component.__mro__ if Component in each.__bases__)


def _accept(names: Names, spec: Spec) -> Iterator[LandingZoneError]:
    del names, spec
    yield from ()
