"""Cuts what is needed out of the SDKs' generated files, without importing them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

GETTER = re.compile(r'@pulumi\.getter(?:\(name="(\w+)"\))?.*?\bdef (\w+)\(self\)', re.DOTALL)
ARGS_CLASS = re.compile(r"^class (\w+Args):", re.MULTILINE)
NEXT_CLASS = re.compile(r"^(?:class |@pulumi\.)", re.MULTILINE)


class Parameter(NamedTuple):
    """What the constructor of a class of inputs takes under one name."""

    name: str
    annotation: ast.expr | None
    required: bool


class Constructor(NamedTuple):
    """The constructor of a class of inputs."""

    parameters: list[Parameter]
    constants: dict[str, str]
    """What it sets whatever it is given: `pulumi.set(self, "kind", 'Nat')`."""


def args_class(source: str) -> str | None:
    """Return the name of the class of a resource's inputs, from the resource's file."""
    found = ARGS_CLASS.search(source)
    return found[1] if found else None


def class_text(source: str, name: str) -> str:
    """Cut a class out of a file: parsing the whole of it would take a hundred times as long."""
    begin = next((at for end in ":(" if (at := source.find(f"\nclass {name}{end}")) >= 0), None)
    if begin is None:
        raise LookupError(f"no class {name}")
    next_class = NEXT_CLASS.search(source, begin + len("\nclass "))
    return source[begin : next_class.start() if next_class else None]


def wire_names(text: str) -> dict[str, str]:
    """Return the names of a class's properties on the wire, by their names in Python."""
    return {python: wire or python for wire, python in GETTER.findall(text)}


def constructor(text: str) -> Constructor:
    """Read the constructor of a class."""
    function = next(
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )
    given = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    parameters = [Parameter(item.arg, item.annotation, default is None) for item, default in given]
    return Constructor(parameters, dict(_constants(function)))


def members(text: str) -> Iterator[str]:
    """Yield the values of an enumeration."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Assign(value=ast.Constant(value=str(member))):
                yield member
            case _:
                pass


def _constants(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for node in function.body:
        match node:
            case ast.Expr(
                value=ast.Call(args=[_, ast.Constant(value=str(key)), ast.Constant(value=str(to))])
            ):
                yield key, to
            case _:
                pass
