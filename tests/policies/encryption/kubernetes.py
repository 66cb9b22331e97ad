"""Objects in a cluster that the rules of encryption admit and deny."""

from typing import Any

from pulumi_kubernetes.core.v1 import PersistentVolume
from pulumi_kubernetes.networking.v1 import Ingress
from pulumi_kubernetes.storage.v1 import StorageClass

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of

CASES = Cases()


def ingress(name, tls=None, **annotations):
    said: Any = {key.replace("__", "/"): value for key, value in annotations.items()}
    Ingress(name, metadata={"annotations": said}, spec={"tls": tls} if tls is not None else {})


@CASES.admits("ENC-31")
def ingress_with_a_certificate(name):
    ingress(name, tls=[{"hosts": ["a.example"], "secret_name": "a"}])


@CASES.admits("ENC-31")
def ingress_with_a_certificate_of_its_cloud(name):
    ingress(name, **{"alb.ingress.kubernetes.io__certificate-arn": "a"})


@CASES.admits("ENC-31")
def ingress_of_an_older_interface(name):
    token = "kubernetes:extensions/v1beta1:Ingress"
    of(token)(name, spec={"tls": [{"secretName": "a"}]})


@CASES.denies("ENC-31", path="spec.tls")
def ingress_without_a_certificate(name):
    ingress(name)


@CASES.denies("ENC-31", path="spec.tls")
def ingress_with_an_empty_list(name):
    ingress(name, tls=[])


@CASES.denies("ENC-31")
def ingress_that_leaves_people_on_http(name):
    stays: Any = {"nginx.ingress.kubernetes.io__ssl-redirect": "false"}
    ingress(name, tls=[{"secret_name": "a"}], **stays)


def volume(name, driver, **attributes):
    csi: Any = {"driver": driver, "volume_handle": "fs-1", "volume_attributes": attributes}
    PersistentVolume(name, spec={"csi": csi})


@CASES.admits("ENC-36")
def volume_with_its_drivers_default(name):
    volume(name, "efs.csi.aws.com")


@CASES.denies("ENC-36", path="spec.csi.volumeAttributes.encryptInTransit")
def volume_that_is_mounted_in_clear(name):
    volume(name, "efs.csi.aws.com", encryptInTransit="false")


@CASES.passes_by("ENC-36")
def volume_of_another_driver(name):
    volume(name, "ebs.csi.aws.com")


def storage_class(name, provisioner, **parameters):
    said: Any = {key.replace("_", "-"): value for key, value in parameters.items()}
    StorageClass(name, provisioner=provisioner, parameters=said or None)


KEY = "arn:aws:kms:eu-central-1:111122223333:key/1"
RING = "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k"
DEV = Settings(profile="dev")


@CASES.admits("ENC-02")
def class_of_encrypted_disks(name):
    storage_class(f"{name}-ec2", "ebs.csi.aws.com", encrypted="true", kmsKeyId=KEY)
    storage_class(f"{name}-gke", "pd.csi.storage.gke.io", disk_encryption_kms_key=RING)
    storage_class(f"{name}-aks", "disk.csi.azure.com", diskEncryptionSetID="/subscriptions/s/d")


@CASES.admits("ENC-02", settings=DEV)
def class_under_the_providers_key_in_development(name):
    storage_class(name, "ebs.csi.aws.com", encrypted="true")


@CASES.denies("ENC-02", path="parameters")
def class_that_says_nothing(name):
    storage_class(name, "ebs.csi.aws.com")


@CASES.denies("ENC-02", path="parameters.encrypted", settings=DEV)
def class_of_disks_in_clear(name):
    storage_class(name, "kubernetes.io/aws-ebs", encrypted="false", kmsKeyId=KEY)


@CASES.denies("ENC-02", path="parameters.disk-encryption-kms-key")
def class_under_googles_key(name):
    storage_class(name, "pd.csi.storage.gke.io", type="pd-ssd")


@CASES.denies("ENC-02", path="parameters.diskEncryptionSetID")
def class_under_microsofts_key(name):
    storage_class(name, "disk.csi.azure.com", skuName="Premium_LRS")


@CASES.passes_by("ENC-02")
def class_of_another_driver(name):
    storage_class(name, "efs.csi.aws.com")


@CASES.denies("ENC-02", path="parameters.kmsKeyId")
def class_of_disks_under_awss_own_key(name):
    storage_class(name, "ebs.csi.aws.com", encrypted="true")
