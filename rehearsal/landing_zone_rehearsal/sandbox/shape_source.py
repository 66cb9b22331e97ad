"""Reads from the SDKs' own source what each resource takes.

The SDKs are generated, all in one form, and what they say of inputs stands in the signatures of
their `Args` classes. These are read as text: importing `pulumi_gcp.compute` takes three seconds,
reading one type of it takes milliseconds. A test compares what is read with the classes.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from .shape_text import args_class, class_text, constructor, members, wire_names
from .shape_types import Block, Choice, ListOf, MapOf, Nested, OneOf, Simple, Type

SIMPLE = {
    "str": Simple.TEXT,
    "int": Simple.WHOLE,
    "float": Simple.NUMBER,
    "bool": Simple.FLAG,
    "Asset": Simple.ASSET,
    "Archive": Simple.ARCHIVE,
}
QUANTITIES = {
    "allocatable", "allocatedResources", "averageValue", "capacity", "default", "defaultRequest",
    "divisor", "hard", "limits", "max", "maxLimitRequestRatio", "maximumVolumeSize", "min",
    "podFixed", "requests", "sizeLimit", "used",
}  # fmt: skip
"""The properties of Kubernetes that hold quantities: texts that may be given as numbers.

https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
"""


class Home(NamedTuple):
    """Where the class of a resource type is."""

    folder: Path
    name: str


class Sdk:
    """The installed SDK of one Pulumi package."""

    def __init__(self, module: str, root: Path) -> None:
        self.title = f"{module.replace('_', '-')} {version(module)}"
        self.root = root
        self._modules: dict[Path, Module] = {}

    @classmethod
    def of(cls, package: str) -> Sdk | None:
        """Return the SDK of a package (`azure-native`), or None when it is not installed."""
        module = f"pulumi_{package.replace('-', '_')}"
        spec = find_spec(module) if module.isidentifier() else None
        found = spec and spec.submodule_search_locations
        return cls(module, Path(next(iter(found)))) if found else None

    @cached_property
    def types(self) -> Mapping[str, Home]:
        """Every resource type that the package registers, its provider included."""
        registration = (self.root / "__init__.py").read_text("utf-8")
        homes = {
            type: Home(self._folder(module["fqn"]), name)
            for module in _listed(registration, "resource_modules")
            for type, name in module["classes"].items()
        }
        for provider in _listed(registration, "resource_packages"):
            homes[provider["token"]] = Home(self._folder(provider["fqn"]), provider["class"])
        return homes

    def block(self, type: str) -> Block:
        """Return what a registered resource type takes."""
        home = self.types[type]
        source = _file_of(home).read_text("utf-8")
        args = args_class(source)
        if args is None:
            raise LookupError(f"{self.title} declares no inputs of {type}")
        inputs = self.module(home.folder).block(source, args)
        outputs = wire_names(class_text(source, home.name)).values() - inputs.properties.keys()
        return replace(inputs, outputs=frozenset(outputs))

    def module(self, folder: Path) -> Module:
        """Return the module of a folder."""
        return self._modules.setdefault(folder, Module(self, folder))

    def _folder(self, module: str) -> Path:
        return self.root.joinpath(*module.split(".")[1:])


class Module:
    """One folder of an SDK: its blocks in `_inputs.py`, its enumerations in `_enums.py`."""

    def __init__(self, sdk: Sdk, folder: Path) -> None:
        self._sdk = sdk
        self._folder = folder

    def block(self, source: str, name: str) -> Block:
        """Read an `Args` class: types and whether required from its signature."""
        text = class_text(source, name)
        names = wire_names(text)
        parameters, fixed = constructor(text)
        constants = {names[key]: value for key, value in fixed.items()}
        return Block(
            {
                names[each.name]: self._property(names[each.name], constants, each.annotation)
                for each in parameters
            },
            tuple(names[each.name] for each in parameters if each.required),
            constants,
        )

    def named(self, name: str) -> Type:
        """Return the type that an annotation names: `'SkuArgs'`, `'Kind'`, `'_meta.v1.XArgs'`."""
        above, _, last = name.rpartition(".")
        if above:
            folder = self._sdk.root.joinpath(*above.removeprefix("_").split("."))
            return self._sdk.module(folder).named(last)
        if last.endswith("Args"):
            return Nested(lambda: self.block(self._inputs, last))
        if f"\nclass {last}(" in self._enums:
            return Choice(last, tuple(members(class_text(self._enums, last))))
        return Simple.ANYTHING

    @cached_property
    def _inputs(self) -> str:
        return (self._folder / "_inputs.py").read_text("utf-8")

    @cached_property
    def _enums(self) -> str:
        file = self._folder / "_enums.py"
        return file.read_text("utf-8") if file.exists() else ""

    def _property(
        self, name: str, constants: Mapping[str, str], annotation: ast.expr | None
    ) -> Type:
        if name in constants:
            return Choice("", (constants[name],))
        type = self._type(annotation)
        if name in QUANTITIES and self._sdk.root.name == "pulumi_kubernetes":
            return _or_number(type)
        return type

    def _type(self, annotation: ast.expr | None) -> Type:
        match annotation:
            case ast.Constant(value=str() as name):
                return self.named(name)
            case ast.Name(id=name) | ast.Attribute(attr=name):
                return SIMPLE.get(name, Simple.ANYTHING)
            case ast.Subscript(value=ast.Name(id=name) | ast.Attribute(attr=name), slice=inner):
                return self._generic(name, inner.elts if isinstance(inner, ast.Tuple) else [inner])
            case _:
                return Simple.ANYTHING

    def _generic(self, name: str, inner: list[ast.expr]) -> Type:
        match name:
            case "Input" | "Optional":
                return self._type(inner[0])
            case "Sequence":
                return ListOf(self._type(inner[0]))
            case "Mapping":
                return MapOf(self._type(inner[1]))
            case "Union":
                return _either([self._type(option) for option in inner])
            case "Literal":
                return Choice("", tuple(ast.literal_eval(value) for value in inner))
            case _:
                return Simple.ANYTHING


def _listed(registration: str, name: str) -> list[Any]:
    """Read one of the lists that a package registers, as JSON, when it is imported."""
    listed = re.search(rf'{name}="""(.*?)"""', registration, re.DOTALL)
    return json.loads(listed[1]) if listed else []


def _file_of(home: Home) -> Path:
    """Find a resource's file: `IAMMember` may be in `iam_member.py`, `Deployment.py` is itself."""
    wanted = home.name.replace("_", "").lower()
    for file in home.folder.glob("*.py"):
        if file.stem.replace("_", "").lower() == wanted:
            return file
    raise LookupError(f"no file of {home.name} in {home.folder.name}")


def _either(options: list[Type]) -> Type:
    """Join what may stand in one place; of a text and an enumeration the latter says more."""
    if any(isinstance(option, Choice) for option in options):
        options = [option for option in options if option is not Simple.TEXT]
    if Simple.ANYTHING in options:
        return Simple.ANYTHING
    return options[0] if len(options) == 1 else OneOf(tuple(options))


def _or_number(type: Type) -> Type:
    match type:
        case MapOf(item=item):
            return MapOf(_or_number(item))
        case Simple.TEXT:
            return OneOf((Simple.TEXT, Simple.NUMBER))
        case _:
            return type
