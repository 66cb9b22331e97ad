"""Aliases are kept as URNs, with those a child takes over from its parents."""

from __future__ import annotations

import pulumi
from pulumi import Alias, ResourceOptions

from landing_zone_rehearsal import record

from .programs import PROJECT, Bucket, Group, below

BUCKET = "aws:s3/bucket:Bucket"


def _aliases(*aliases: str | Alias, parent: bool = False) -> list[str]:
    def program():
        group = Group("group") if parent else None
        Bucket("raw", opts=ResourceOptions(aliases=list(aliases), parent=group))

    return record(program).named("raw").aliases


def test_a_urn_stays_as_it_is():
    assert _aliases("urn:pulumi:old::p::a:b:C::d") == ["urn:pulumi:old::p::a:b:C::d"]


def test_a_former_name():
    assert _aliases(Alias(name="old")) == [f"{PROJECT}{BUCKET}::old"]


def test_a_former_type():
    assert _aliases(Alias(type_="a:b:C")) == [f"{PROJECT}a:b:C::raw"]


def test_a_former_project_and_stack():
    urn = f"urn:pulumi:s::p::{BUCKET}::raw"
    assert _aliases(Alias(project="p", stack="s")) == [urn]


def test_a_former_parent_by_urn():
    parent = PROJECT + "my:index:Old::old"
    assert _aliases(Alias(parent=parent)) == [f"{PROJECT}my:index:Old${BUCKET}::raw"]


def test_no_former_parent():
    no_parent = Alias(parent=pulumi.ROOT_STACK_RESOURCE)
    assert _aliases(no_parent, parent=True) == [f"{PROJECT}{BUCKET}::raw"]


def test_the_present_parent_is_the_default():
    assert _aliases(Alias(name="old"), parent=True) == [f"{PROJECT}my:index:Group${BUCKET}::old"]


def test_children_take_over_the_aliases_of_their_parents():
    def program():
        top = Group("new", ResourceOptions(aliases=[Alias(name="old")]))
        middle = Group("new-middle", below(top))
        Bucket("new-middle-raw", opts=below(middle))
        Bucket("apart", opts=below(middle, aliases=[Alias(name="formerly")]))

    recording = record(program)
    types = f"my:index:Group$my:index:Group${BUCKET}"

    assert recording.named("new-middle").aliases == [
        f"{PROJECT}my:index:Group$my:index:Group::old-middle"
    ]
    assert recording.named("new-middle-raw").aliases == [f"{PROJECT}{types}::old-middle-raw"]
    assert recording.named("apart").aliases == [
        f"{PROJECT}{types}::formerly",
        f"{PROJECT}{types}::apart",
    ]


def test_a_parents_former_type_is_in_the_childs_alias():
    def program():
        top = Group("top", ResourceOptions(aliases=[Alias(type_="my:old:Group")]))
        Bucket("raw", opts=below(top))

    assert record(program).named("raw").aliases == [f"{PROJECT}my:old:Group${BUCKET}::raw"]


def test_own_aliases_are_multiplied_with_those_of_the_parent():
    def program():
        top = Group("top", ResourceOptions(aliases=[Alias(type_="my:old:Group")]))
        Bucket("raw", opts=below(top, aliases=[Alias(name="was")]))

    assert record(program).named("raw").aliases == [
        f"{PROJECT}my:index:Group${BUCKET}::was",
        f"{PROJECT}my:old:Group${BUCKET}::raw",
        f"{PROJECT}my:old:Group${BUCKET}::was",
    ]
