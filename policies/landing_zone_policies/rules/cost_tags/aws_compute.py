"""Whether tags reach what machines are launched with on AWS: instances, disks and snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.rules.cost_tags.required import carries, carries_at, complete
from landing_zone_policies.tags import Tags, folded, read_tags
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import one_of, plain, true

TEMPLATE = "aws:ec2:LaunchTemplate"
GROUP = "aws:autoscaling:Group"
FLEET = "aws:ec2:Fleet"
SPECIFIED = "launchTemplateConfigs[].launchTemplateSpecification"
OLD_SPECIFIED = SPECIFIED.replace("Configs[]", "Config")
BESIDE = "aws:autoscaling:Tag"

IN_TEMPLATES: Mapping[str, str] = {
    TEMPLATE: "",
    "aws-native:ec2:LaunchTemplate": "launchTemplateData.",
}
"""What launch templates have their properties inside of."""

TEMPLATE_PATHS = (
    "launchTemplate.id",
    "launchTemplate.name",
    "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId",
    "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateName",
)
"""Where an Auto Scaling group names its launch template."""


@check(GROUP, reads=("tags", "launchTemplate", f"{BESIDE}.tag"), joins=True)
def group_propagates(group: Resource, world: World) -> Iterator[Outcome]:
    """Instances are tagged by their group, where it propagates, or by their launch template.

    Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
    """
    beside = world.estate.pointing(group, "autoscalingGroupName", BESIDE)
    found = [*group.find("tags[]"), *(each for one in beside for each in one.find("tag"))]
    tags = _propagated(found) | _of_templates(group, TEMPLATE_PATHS, world)
    yield complete(tags, "tags", world)


@check("aws-native:autoscaling:AutoScalingGroup", reads=("tags",))
def native_group_propagates(group: Resource, world: World) -> Iterator[Outcome]:
    """Instances are tagged by their group, where it propagates."""
    yield complete(_propagated(group.find("tags[]")), "tags", world)


@check(*IN_TEMPLATES, reads=("tagSpecifications",))
def template_tags_what_it_makes(template: Resource, world: World) -> Iterator[Outcome]:
    """A launch template tags its instances and their disks, and spot requests where it makes any.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateTagSpecification.html
    """
    inside = IN_TEMPLATES[template.type]
    market = plain(template.get(f"{inside}instanceMarketOptions.marketType"))
    made = ["instance", "volume", *(["spot-instances-request"] if market == "spot" else [])]
    for kind in made:
        tags = _specified(template, kind)
        if not isinstance(outcome := complete(tags, "tagSpecifications", world), Fail):
            yield outcome
        else:
            yield Fail(outcome.path, f"{outcome.message} for each {kind}")


@check("aws:eks:NodeGroup", "aws-native:eks:Nodegroup", reads=("launchTemplate",), joins=True)
def nodes_are_tagged(pool: Resource, world: World) -> Iterator[Outcome]:
    """The tags of a managed node group stay on the group; its launch template tags the nodes.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
    """
    if pool.get("launchTemplate") is MISSING:
        yield Fail("launchTemplate", "without a launch template nothing tags the nodes")
        return
    yield from _tagged_by_templates(pool, "launchTemplate", ("id", "name"), world)


@check(FLEET, reads=(SPECIFIED, OLD_SPECIFIED), joins=True)
def fleet_tags_what_it_makes(fleet: Resource, world: World) -> Iterator[Outcome]:
    """The tags of a fleet stay on the fleet; its launch template tags what it starts.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/tag-ec2-fleet.html
    """
    names = ("launchTemplateId", "launchTemplateName")
    path = SPECIFIED if fleet.get("launchTemplateConfig") is MISSING else OLD_SPECIFIED
    yield from _tagged_by_templates(fleet, path, names, world)


@check("aws:batch:ComputeEnvironment", reads=("computeResources.tags",))
def batch_machines_are_tagged(environment: Resource, world: World) -> Iterator[Outcome]:
    """The machines of a compute environment are tagged by it; Fargate has none."""
    kind = plain(environment.get("computeResources.type"))
    if environment.get("computeResources") is MISSING:
        yield NotApplicable("it is not managed by AWS")
    elif isinstance(kind, str) and kind.startswith("fargate"):
        yield NotApplicable("it has no machines")
    else:
        tags = read_tags(environment.find("computeResources.tags"))
        yield complete(tags, "computeResources.tags", world)


def _tagged_by_templates(
    owner: Resource, path: str, names: tuple[str, ...], world: World
) -> Iterator[Outcome]:
    paths = tuple(f"{path}.{each}" for each in names)
    templates = _templates(owner, paths, world)
    if not templates:
        yield Undetermined(path, f"{path} leads outside of this program")
    for each in templates:
        yield complete(_specified(each, "instance"), path, world)


def _propagated(found: list[Found]) -> Tags:
    """Return the tags that are also given to what a group launches."""
    tags = dict[str, Found]()
    is_open = False
    for each in found:
        key, value = each.find("key")[0], each.find("value")[0]
        is_open = is_open or not (key.is_known or key.value is MISSING)
        if isinstance(key.value, str) and plain(each.find("propagateAtLaunch")[0].value) is True:
            tags[folded(key.value)] = value
    return Tags(tags, is_open)


def _of_templates(resource: Resource, paths: tuple[str, ...], world: World) -> Tags:
    tags = Tags()
    for template in _templates(resource, paths, world):
        tags = tags | _specified(template, "instance")
    return tags


def _templates(resource: Resource, paths: tuple[str, ...], world: World) -> list[Resource]:
    return [
        each
        for path in paths
        if resource.first(path).value is not MISSING
        for each in world.estate.targets(resource, path, *IN_TEMPLATES)
    ]


def _specified(template: Resource, kind: str) -> Tags:
    """Return the tags that a launch template gives to one kind of what it makes."""
    path = f"{IN_TEMPLATES[template.type]}tagSpecifications[]"
    specifications = template.find(path)
    unknown = Tags(is_open=any(not (s.is_known or s.value is MISSING) for s in specifications))
    found = [each for each in specifications if plain(each.find("resourceType")[0].value) == kind]
    return unknown | read_tags([inner for each in found for inner in each.find("tags")])


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "TAG-05": (group_propagates, native_group_propagates),
    "TAG-06": (
        template_tags_what_it_makes,
        fleet_tags_what_it_makes,
        carries_at("aws:ec2:SpotFleetRequest", "launchSpecifications[].tags"),
        carries("aws:ec2:SpotInstanceRequest"),
    ),
    "TAG-07": (nodes_are_tagged,),
    "TAG-08": (
        need(
            ("aws:rds:Instance", "aws:rds:Cluster", "aws:neptune:Cluster"),
            "copyTagsToSnapshot",
            true,
        ),
        need(("aws-native:rds:DbInstance", "aws-native:rds:DbCluster"), "copyTagsToSnapshot", true),
        need(
            (
                "aws:fsx:LustreFileSystem",
                "aws:fsx:WindowsFileSystem",
                "aws:fsx:OpenZfsFileSystem",
            ),
            "copyTagsToBackups",
            true,
        ),
        need("aws:dlm:LifecyclePolicy", "policyDetails.schedules[].copyTags", true),
    ),
    "TAG-09": (
        need(
            ("aws:ecs:Service", "aws-native:ecs:Service"),
            "propagateTags",
            one_of("SERVICE", "TASK_DEFINITION"),
        ),
        need(("aws:batch:JobDefinition", "aws-native:batch:JobDefinition"), "propagateTags", true),
        need(
            ("aws:sagemaker:Domain", "aws-native:sagemaker:Domain"),
            "tagPropagation",
            one_of("ENABLED"),
        ),
        batch_machines_are_tagged,
    ),
}
