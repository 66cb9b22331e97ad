"""Which resources of an SDK lie somewhere, and which carry tags, read from its own source.

`python -m tests.policies.census PACKAGE` prints the table of one SDK as `facts/types` keeps it:
run it after an update, for each of `pulumi_aws`, `pulumi_aws_native`, `pulumi_azure`,
`pulumi_azure_native` and `pulumi_gcp` that is installed.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from landing_zone_policies.tokens import normal

TOKEN = re.compile(r'@pulumi\.type_token\("([^"]+)"\)')
ARGS = re.compile(
    r"^class \w+Args:\n    def __init__\(__self__(.*?)\):\n", re.DOTALL | re.MULTILINE
)
ARGUMENT = re.compile(r"^\s+(\w+): pulumi\.Input\[(.*?)\](?: = None)?,?$", re.MULTILINE)

TEXTS = re.compile(r"Mapping\[str, pulumi\.Input\[_builtins\.str\]\]")
PAIRS = re.compile(r"Sequence\[pulumi\.Input\[(?:Union\[)?'(?:_root_inputs\.)?\w*Tag\w*Args'")
TEXT = re.compile(r"(?:Optional\[)?(?:_builtins\.str|Union\[_builtins\.str)")
LIST_OF_TEXTS = re.compile(r"(?:Optional\[)?Sequence\[pulumi\.Input\[_builtins\.str\]\]")

PLACES = {
    "pulumi_aws": ("region", "availability_zone"),
    "pulumi_aws_native": (),
    "pulumi_azure": ("location",),
    "pulumi_azure_native": ("location", "region"),
    "pulumi_gcp": ("location", "region", "zone", "node_locations", "replica_zones", "locations"),
}
"""The arguments of an SDK that say where a resource is to lie."""

TAGS = {
    "pulumi_gcp": ("labels", "user_labels", "resource_labels"),
}
"""The arguments of an SDK that carry tags, where it is not `tags` alone."""

MORE_PLACES = {
    "gcp:appengine:Application": "locationId",
    "gcp:firestore:Database": "locationId",
    "gcp:spanner:Instance": "config",
}
"""Resources that say where they lie in a property of another name."""

NO_PLACES = frozenset({"gcp:compute:Snapshot"})
"""Resources whose place is that of what they are made from."""

GRANT = re.compile(r"I(?:am|AM)(?:Binding|Member|Policy)$")
"""Grants, which lie where what they are about does, and hold no data."""

MORE_TAGS = {"gcp:sql:DatabaseInstance": "settings.userLabels"}
"""Resources whose tags stand deeper."""

NO_TAGS = frozenset(
    {
        "azure-native:cloudngfw:LocalRule",
        "azure-native:cloudngfw:PostRule",
        "azure-native:cloudngfw:PreRule",
        "azure-native:operationalinsights:SavedSearch",
    }
)
"""Resources whose `tags` are something else."""

EVERYWHERE = re.compile(
    "aws-native:(account|billing|billingconductor|budgets|ce|chatbot|cloudfront|cur"
    "|globalaccelerator|iam|invoicing|networkmanager|notifications|organizations|route53"
    "|route53recoverycontrol|route53recoveryreadiness|shield|supportapp):"
)
"""Services of AWS without a place; all else of `aws-native` lies where its provider says.

Source: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
"""


def rows(package: str) -> Iterator[str]:
    """Yield a line for each type that lies somewhere or carries tags, in order."""
    found: dict[str, str] = {}
    for path in _sources(package):
        text = path.read_text()
        token = TOKEN.search(text)
        if token is None or token[1].startswith("pulumi:"):
            continue
        places, tags = _of(package, normal(token[1]), text)
        if places or tags:
            found[normal(token[1])] = f"{places or '-'} {tags or '-'}"
    yield from (f"{token} {found[token]}" for token in sorted(found))


def paragraphs(package: str) -> Iterator[str]:
    """Yield what types have in common, and below it the types, in order."""
    alike: dict[str, list[str]] = defaultdict(list)
    for row in rows(package):
        token, _, said = row.partition(" ")
        alike[said].append(token)
    yield from ("\n".join([said, *alike[said]]) for said in sorted(alike))


def _of(package: str, token: str, text: str) -> tuple[str, str]:
    arguments = {
        name: kind for block in ARGS.findall(text) for name, kind in ARGUMENT.findall(block)
    }
    places = [
        _camel(name)
        for name in PLACES[package]
        if name in arguments
        and (LIST_OF_TEXTS if name.endswith("s") else TEXT).match(arguments[name])
    ]
    tags = [
        _camel(name) + ("" if TEXTS.search(arguments[name]) else "[]")
        for name in TAGS.get(package, ("tags",))
        if name in arguments
        and (TEXTS.search(arguments[name]) or PAIRS.search(arguments[name]))
        and token not in NO_TAGS
    ]
    if token in NO_PLACES or (package == "pulumi_gcp" and GRANT.search(token)):
        places = []
    if token in MORE_PLACES:
        places = [MORE_PLACES[token]]
    if package == "pulumi_aws_native" and not EVERYWHERE.match(token):
        places = ["provider"]
    if token in MORE_TAGS:
        tags = [MORE_TAGS[token]]
    return ",".join(places), tags[-1] if tags else ""


def _sources(package: str) -> Iterator[Path]:
    spec = find_spec(package)
    assert spec, f"{package} is not installed"
    assert spec.origin
    for path in sorted(Path(spec.origin).parent.rglob("*.py")):
        if path.stem not in ("__init__", "outputs", "_inputs") and not path.stem.startswith("get_"):
            yield path


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(each.capitalize() for each in others)


if __name__ == "__main__":
    package = sys.argv[1]
    told = "where types say where they lie, where their tags are, and the types"
    head = f"# {package} {version(package)}: {told}"
    sys.stdout.write("\n\n".join([head, *paragraphs(package)]) + "\n")
