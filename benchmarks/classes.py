"""Which class of the SDKs declared a resource, and with which arguments."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import signature
from typing import Any, Union, cast, get_args, get_origin

from landing_zone_rehearsal import Resource, Secret

SDK_TYPES: Any = import_module("pulumi._types")
"""What the SDK knows of the types of nested inputs."""

BUILT_IN = ("", "k8s.io", "sh")
"""How the API groups end that the Kubernetes SDK has classes for; others are custom resources."""

CUSTOM = {"apiVersion": "api_version", "kind": "kind", "metadata": "metadata", "spec": "spec"}


def sdk_class(resource: Resource) -> Any:
    """Return the class that declares a resource."""
    package, module, name = resource.type.split(":")
    if package == "kubernetes":
        return _kubernetes_class(module, name)
    module = module.partition("/")[0]
    path = f"pulumi_{package.replace('-', '_')}" + (f".{module}" if module != "index" else "")
    return getattr(import_module(path), name)


def arguments(kind: Any, inputs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the inputs by the names of the class's parameters; one without a parameter raises."""
    if kind.__name__ == "CustomResource":
        for name, value in inputs.items():
            yield CUSTOM[name], plain(value)
        return
    hints = SDK_TYPES.input_type_types(_arguments_class(kind))
    parameters = signature(getattr(kind, "_internal_init")).parameters  # noqa: B009
    known = {name.replace("_", "").lower(): name for name in parameters}
    for name, value in inputs.items():
        yield known[name.lower()], _as_written(plain(value), hints.get(name))


def plain(value: Any) -> Any:
    """Return a value without what marks secrets in it."""
    match value:
        case Secret():
            return plain(value.value)
        case Mapping():
            found = cast("Mapping[str, Any]", value)
            return {name: plain(each) for name, each in found.items()}
        case list():
            return [plain(each) for each in cast("list[Any]", value)]
        case _:
            return value


def _kubernetes_class(module: str, name: str) -> Any:
    group, _, version = module.partition("/")
    first, _, end = group.partition(".")
    path = f"{first}.{version}" if end.split("authorization.")[-1] in BUILT_IN else "apiextensions"
    found = import_module(f"pulumi_kubernetes.{path}")
    return getattr(found, name if path != "apiextensions" else "CustomResource")


def _arguments_class(kind: Any) -> Any:
    module, name = import_module(kind.__module__), kind.__name__
    return getattr(module, f"{name}Args", None) or getattr(module, f"{name}InitArgs")


def _as_written(value: Any, hint: Any) -> Any:
    """Return a value with the keys a program writes, which the SDK translates to the cloud's."""
    inner = get_args(hint)
    if get_origin(hint) is Union:
        return _as_written(value, inner[0])
    if isinstance(value, list):
        found = cast("list[Any]", value)
        return [_as_written(each, inner[0] if inner else None) for each in found]
    if not SDK_TYPES.is_input_type(hint):
        return value
    hints = SDK_TYPES.input_type_types(hint)
    names = {cloud: own for own, cloud in SDK_TYPES.input_type_py_to_pulumi_names(hint).items()}
    given = cast("dict[str, Any]", value).items()
    return {names.get(key, key): _as_written(each, hints.get(key)) for key, each in given}
