"""Where resources lie, in whichever way that is said."""

import pytest

from landing_zone_policies.estate import Estate
from landing_zone_policies.facts.multi_regions import INFERENCE_PROFILES, PAIRS, SETS, regions_of
from landing_zone_policies.facts.regions import REGIONS
from landing_zone_policies.paths import Found
from landing_zone_policies.places import (
    Place,
    arn_region,
    is_within,
    named,
    normal_place,
    place_of,
    places_of,
)
from landing_zone_policies.providers import configured
from landing_zone_policies.resources import Resource
from landing_zone_policies.values import MISSING, UNKNOWN


def urn(token, name="it"):
    return f"urn:pulumi:dev::acme::{token}::{name}"


def resource(token, name="it", **properties):
    return Resource(urn(token, name), token, **properties)


def provider(package, **inputs):
    return resource(f"pulumi:providers:{package}", "provider", inputs=inputs)


def test_a_chain_that_is_very_long_ends_and_nobody_knows_the_place():
    token = "gcp:compute:Disk"
    chain = [
        Resource(
            urn(token, f"d{number}"),
            token,
            {"zone": UNKNOWN},
            takes={"zone": (urn(token, f"d{number + 1}"),)},
            provider=provider("gcp"),
        )
        for number in range(5000)
    ]
    assert place_of(chain[0], Estate(chain)).name is UNKNOWN


@pytest.mark.parametrize(
    ("cloud", "said", "place"),
    [
        ("aws", "EU-West-1", "eu-west-1"),
        ("aws", "eu-west-1a", "eu-west-1"),
        ("aws", "us-east-1-bos-1a", "us-east-1"),
        ("aws", "us-gov-west-1b", "us-gov-west-1"),
        ("aws", "arn:aws:kms:eu-central-1:123456789012:key/1", "eu-central-1"),
        ("gcp", "europe-west4-a", "europe-west4"),
        ("gcp", "https://www.googleapis.com/compute/v1/projects/p/zones/us-east1-b", "us-east1"),
        ("gcp", "projects/p/instanceConfigs/regional-europe-west12", "europe-west12"),
        ("gcp", "nam-eur-asia1", "nam-eur-asia1"),
        ("gcp", "EUR4", "eur4"),
        ("gcp", "dual-region-germany1", "dual-region-germany1"),
        ("azure", "West Europe", "westeurope"),
        ("azure", "(Europe) North Europe", "northeurope"),
        ("azure", "Global", "global"),
    ],
)
def test_a_place_is_read_in_every_spelling(cloud, said, place):
    assert normal_place(cloud, said) == place


@pytest.mark.parametrize(
    ("cloud", "place", "laws", "expected"),
    [
        ("aws", "eu-west-1", ["eu"], True),
        ("aws", "eu-west-2", ["eu"], False),
        ("aws", "eu-west-2", ["eu", "uk"], True),
        ("aws", "eu-west-9", ["eu"], False),
        ("gcp", "eu", ["eu"], True),
        ("gcp", "eu", ["eea"], True),
        ("gcp", "us", ["eu", "us"], True),
        ("gcp", "asia", ["jp"], False),
        ("gcp", "eur6", ["eu"], False),
        ("gcp", "eur6", ["eu", "ch"], True),
        ("gcp", "nam14", ["us"], False),
        ("gcp", "de", ["eu"], True),
        ("gcp", "global", ["eu"], False),
        ("azure", "westeurope", ["eu"], True),
        ("azure", "norwayeast", ["eu"], False),
    ],
)
def test_a_place_is_within_when_all_of_it_is(cloud, place, laws, expected):
    assert is_within(cloud, place, laws) is expected


def test_what_a_resource_says_counts_before_what_its_provider_does():
    at = provider("aws", region="us-east-1")
    bucket = resource("aws:s3/bucket:Bucket", inputs={"region": "eu-west-1"}, provider=at)
    assert place_of(bucket, Estate([bucket, at])).name == "eu-west-1"


def test_a_provider_counts_where_the_resource_is_silent():
    at = provider("aws-native", region="eu-west-3")
    bucket = resource("aws-native:s3:Bucket", provider=at)
    assert place_of(bucket, Estate([bucket, at])).name == "eu-west-3"


def test_nobody_says_so_only_where_the_provider_is_silent_too():
    at = provider("aws")
    bucket = resource("aws:s3/bucket:Bucket", provider=at)
    assert place_of(bucket, Estate([bucket, at])).name is MISSING


def test_a_provider_that_is_not_in_the_document_might_say_so():
    bucket = resource("aws:s3/bucket:Bucket")
    assert place_of(bucket, Estate([bucket])).name is UNKNOWN


def test_what_is_global_by_default_is_not_where_its_provider_is():
    at = provider("gcp", region="europe-west4")
    certificate = resource("gcp:certificatemanager/certificate:Certificate", provider=at)
    assert place_of(certificate, Estate([certificate, at])).name == "global"


def test_a_place_that_is_not_known_is_that_of_what_it_is_taken_from():
    at = provider("gcp")
    cluster = resource(
        "gcp:container/cluster:Cluster", "main", inputs={"location": "europe-west4"}, provider=at
    )
    pool = resource(
        "gcp:container/nodePool:NodePool",
        inputs={"location": UNKNOWN},
        takes={"location": [cluster.urn]},
        provider=at,
    )
    assert place_of(pool, Estate([pool, cluster])).name == "europe-west4"


def test_places_that_are_taken_from_each_other_end():
    at = provider("gcp")
    token = "gcp:container/cluster:Cluster"
    one, other = (
        resource(
            token,
            name,
            inputs={"location": UNKNOWN},
            takes={"location": [urn(token, beyond)]},
            provider=at,
        )
        for name, beyond in (("one", "other"), ("other", "one"))
    )
    assert place_of(one, Estate([one, other])).name is UNKNOWN


def test_a_group_that_is_inside_of_itself_ends():
    at = provider("azure-native")
    group = resource(
        "azure-native:resources:ResourceGroup",
        inputs={"resourceGroupName": "acme"},
        outputs={"name": "acme"},
        provider=at,
    )
    assert place_of(group, Estate([group])).name is UNKNOWN


@pytest.mark.parametrize("junk", [7, True, [], {}, [[]], "", "  ", {"a": 1}])
def test_junk_is_no_place(junk):
    bucket = resource("aws:s3/bucket:Bucket", inputs={"region": junk}, provider=provider("aws"))
    assert place_of(bucket, Estate([bucket])).name is MISSING


def test_only_a_known_arn_has_a_region():
    assert arn_region("arn:aws:sns:eu-west-1:123456789012:topic") == "eu-west-1"
    assert arn_region("arn:aws:s3:::bucket") is None
    assert arn_region(UNKNOWN) is None


def test_nested_properties_of_providers_are_read_from_their_json():
    at = provider("aws", defaultTags='{"tags": {"owner": "ml"}}')
    assert configured(at, "defaultTags.tags.owner")[0].value == "ml"
    broken = provider("aws", defaultTags='{"tags": ')
    assert configured(broken, "defaultTags.tags")[0].value is MISSING


def test_every_set_pair_and_profile_is_made_of_regions_that_are_known():
    assert {each for regions in SETS.values() for each in regions} <= set(REGIONS["gcp"])
    assert {*PAIRS, *PAIRS.values()} <= set(REGIONS["azure"])
    assert {each for regions in INFERENCE_PROFILES.values() for each in regions} <= {
        *REGIONS["aws"]
    }
    assert regions_of("gcp", "eu")


def test_a_place_is_told_with_the_property_that_says_so():
    assert named("azure", Found("location", "West Europe")) == Place("westeurope", "location")
    assert named("aws", Found("region", UNKNOWN)) == Place(UNKNOWN, "region")
    assert named("aws", Found("region", 7)) == Place(MISSING, "region")
    assert named("aws", Found("region", "eu-west-1", secret=True)) == Place(UNKNOWN, "region")
    assert normal_place("gcp", "projects/p/zones/us-east1-b/") == "us-east1"
    assert normal_place("kubernetes", "Somewhere") == "somewhere"


AWS, AZURE = "aws:s3/bucket:Bucket", "azure-native:storage:StorageAccount"


def places(asked, *others):
    return places_of(asked, Estate([asked, *others]))


def test_who_says_where_a_resource_lies_is_told():
    at = provider("aws", region="eu-west-1")
    own = resource(AWS, inputs={"region": "eu-west-2"}, provider=at)
    assert places(own, at) == [Place("eu-west-2", "region")]
    assert places(resource(AWS, provider=at), at) == [Place("eu-west-1", "provider.region")]
    assert places(resource(AWS, provider=provider("aws"))) == [Place(MISSING, "region")]
    assert places(resource(AWS)) == [Place(UNKNOWN, "provider")]
    pod = resource("kubernetes:core:Pod", provider=provider("kubernetes"))
    assert places(pod) == [Place(MISSING, "region")]


def test_what_the_cloud_answered_says_where_too():
    at = provider("gcp", region="us-east1")
    token = "gcp:container/cluster:Cluster"
    cluster = resource(token, outputs={"location": "europe-west4-b"}, provider=at)
    assert places(cluster, at) == [Place("europe-west4", "location")]
    unknown = resource(token, outputs={"location": UNKNOWN}, provider=at)
    assert places(unknown, at) == [Place("us-east1", "provider.region")]


def test_a_zone_of_the_provider_counts_where_it_names_no_region():
    at = provider("gcp", zone="europe-west4-b")
    cluster = resource("gcp:container/cluster:Cluster", provider=at)
    assert places(cluster, at) == [Place("europe-west4", "provider.zone")]


def test_clouds_have_defaults_of_their_own():
    at = provider("gcp", region="europe-west4")
    dataset = resource("gcp:bigquery/dataset:Dataset", provider=at)
    assert places(dataset, at) == [Place("us", "location")]


def test_a_pool_lies_where_its_cluster_does():
    at = provider("gcp", region="us-east1")
    cluster = resource(
        "gcp:container/cluster:Cluster",
        "main",
        inputs={"name": "main", "location": "europe-west4"},
        provider=at,
    )
    pool = resource("gcp:container/nodePool:NodePool", inputs={"cluster": "main"}, provider=at)
    assert places(pool, cluster, at) == [Place("europe-west4", "cluster")]


def test_a_resource_lies_where_its_group_does():
    at = provider("azure-native")
    group = resource(
        "azure-native:resources:ResourceGroup",
        inputs={"resourceGroupName": "acme", "location": "West Europe"},
        outputs={"name": "acme"},
        provider=at,
    )
    account = resource(AZURE, inputs={"resourceGroupName": "acme"}, provider=at)
    assert places(account, group, at) == [Place("westeurope", "resourceGroupName")]
    assert places(account, at) == [Place(UNKNOWN, "resourceGroupName")]
    assert places(resource(AZURE, provider=at), at) == [Place(MISSING, "location")]
    elsewhere = resource(AWS, inputs={"resourceGroupName": "acme"}, provider=provider("aws"))
    assert places(elsewhere) == [Place(MISSING, "region")]


def test_a_pool_lies_where_its_cluster_is_taken_from():
    at, token = provider("gcp"), "gcp:container/cluster:Cluster"
    first = resource(token, "first", inputs={"location": "us-east1"}, provider=at)
    cluster = resource(
        token,
        "main",
        inputs={"name": "main", "location": UNKNOWN},
        takes={"location": [first.urn]},
        provider=at,
    )
    pool = resource("gcp:container/nodePool:NodePool", inputs={"cluster": "main"}, provider=at)
    assert places(pool, cluster, first) == [Place("us-east1", "cluster")]


def test_a_resource_lies_where_its_group_is_taken_from():
    at, token = provider("azure-native"), "azure-native:resources:ResourceGroup"
    first = resource(token, "first", inputs={"location": "West Europe"}, provider=at)
    group = resource(
        token,
        inputs={"resourceGroupName": "acme", "location": UNKNOWN},
        takes={"location": [first.urn]},
        id="acme",
        provider=at,
    )
    account = resource(AZURE, inputs={"resourceGroupName": "acme"}, provider=at)
    assert places(account, group, first) == [Place("westeurope", "resourceGroupName")]


@pytest.mark.parametrize("told", ["arn", "id"])
def test_an_arn_says_where_if_nobody_else_does(told):
    at, arn = provider("aws"), "arn:aws:sns:eu-west-3:111122223333:topic"
    topic = resource(AWS, provider=at)
    if told == "arn":
        topic.outputs = {"arn": arn}
    else:
        topic.id = arn
    assert places(topic, at) == [Place("eu-west-3", "arn")]
    other = resource("gcp:storage/bucket:Bucket", provider=provider("gcp"))
    other.id = arn
    assert places(other)[0].name is MISSING


def test_a_place_inside_of_a_list_is_followed_by_its_first_part():
    at = provider("aws")
    table = "aws:dynamodb/table:Table"
    source = resource(AWS, "lake", inputs={"region": "eu-west-1"}, provider=at)
    taken = resource(table, inputs={"region": UNKNOWN}, takes={"region": [source.urn]}, provider=at)
    assert places(taken, source, at) == [Place("eu-west-1", "region")]
    taken.inputs = {"region": [UNKNOWN]}
    assert places(taken, source, at) == [Place("eu-west-1", "region[0]")]
    gone = resource(table, inputs={"region": UNKNOWN}, takes={"region": ["urn:gone"]}, provider=at)
    assert places(gone, source, at) == [Place(UNKNOWN, "region")]
    without = resource(table, inputs={"region": UNKNOWN}, provider=at)
    assert places(without, source, at) == [Place(UNKNOWN, "region")]
