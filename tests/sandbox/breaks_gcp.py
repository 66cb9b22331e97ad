"""Mistakes in a zone on Google Cloud, and what Google Cloud says to each."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from tests.sandbox.breaks import Break, Transform

Inputs = dict[str, Any]


def on(type: str, name: str, change: Callable[[Inputs], None]) -> Transform:
    """Change the inputs of the resources of one type whose names end so."""

    def transform(
        given: pulumi.ResourceTransformArgs,
    ) -> pulumi.ResourceTransformResult | None:
        if given.type_ != type or not given.name.endswith(name):
            return None
        props: Inputs = {**given.props}
        change(props)
        return pulumi.ResourceTransformResult(props=props, opts=given.opts)

    return transform


def set_to(path: str, value: Any) -> Callable[[Inputs], None]:
    """Give a property another value."""

    def change(props: Inputs) -> None:
        props[path] = value

    return change


def swap_ranges(props: Inputs) -> None:
    """Give the pods the range that the nodes have."""
    pods, services = props["secondaryIpRanges"]
    props["secondaryIpRanges"] = [{**pods, "ipCidrRange": props["ipCidrRange"]}, services]


def misspell(props: Inputs) -> None:
    """Write one letter of a property's name wrong."""
    props["publicAccessPrevetion"] = props.pop("publicAccessPrevention")


def forget_location(props: Inputs) -> None:
    """Leave out where a bucket lies."""
    del props["location"]


SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
BUCKET = "gcp:storage/bucket:Bucket"

BREAKS: Mapping[str, Break] = {
    "a key grant is dropped": Break(
        transform=on(
            "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
            "lake-storage-key",
            set_to("member", "group:nobody@acme.example"),
        ),
        words=r"Error 403: Permission denied on Cloud KMS key\. Please ensure that your Cloud"
        r" Storage service account has been authorized",
    ),
    "two subnets are swapped": Break(
        transform=on(SUBNETWORK, "", swap_ranges),
        words=r"Error 400: Invalid value for field 'resource\.secondaryIpRanges\[0\]\.ipCidrRange'"
        r".*conflicts with existing subnetwork",
    ),
    "a bucket name is taken": Break(
        transform=on(BUCKET, "", set_to("name", "acme-shared-name")),
        words=r"Error 409: The requested bucket name is not available",
    ),
    "an API is not enabled": Break(
        transform=on(
            "gcp:projects/service:Service",
            "cloudkms-api",
            set_to("service", "cloudtrace.googleapis.com"),
        ),
        words=r"Error 403: Cloud Key Management Service \(KMS\) API has not been used in project"
        r" \d+ before or it is disabled",
    ),
    "a subnet points to another network": Break(
        transform=on(
            SUBNETWORK, "", set_to("network", "projects/acme-prod/global/networks/elsewhere")
        ),
        words=r"Error 404: The resource 'projects/acme-prod/global/networks/elsewhere' was not"
        r" found",
    ),
    "a tag is malformed": Break(
        transform=on(BUCKET, "lake-raw", set_to("labels", {"Owner": "ml-platform"})),
        words=r"Label key 'Owner' violates format constraints",
    ),
    "an enumeration is misspelt": Break(
        transform=on(BUCKET, "lake-raw", set_to("storageClass", "STANDART")),
        words=r"storageClass.*expected one of .*STANDARD.*, got 'STANDART'",
    ),
    "a property is misspelt": Break(
        transform=on(BUCKET, "lake-raw", misspell),
        words=r"publicAccessPrevetion.*no such property; did you mean publicAccessPrevention",
    ),
    "a required property is missing": Break(
        transform=on(BUCKET, "lake-raw", forget_location),
        words=r"location.*missing, and required",
    ),
    "a key lies in another region": Break(
        transform=on("gcp:kms/keyRing:KeyRing", "", set_to("location", "us-east1")),
        words=r"CMEK key `.*` is in us-east1|Cloud KMS region 'us-east1' not available",
    ),
}
"""By the mistake, which is made on every cloud in its own way."""
