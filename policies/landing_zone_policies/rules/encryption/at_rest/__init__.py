"""What is stored is encrypted, under a key of the customer's where the service takes one."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.encryption.at_rest import (
    aws_account,
    aws_data,
    aws_native,
    aws_services,
    aws_storage,
    azure_classic,
    azure_data,
    azure_storage,
    gcp_data,
    gcp_storage,
    kubernetes,
)

MODULES = (
    *(aws_storage, aws_account, aws_data, aws_services, aws_native),
    *(gcp_storage, gcp_data),
    *(azure_storage, azure_data, azure_classic),
    kubernetes,
)

RULES = gathered(
    MODULES,
    Rule(
        "ENC-01",
        statement="What object storage holds is encrypted with a key of the customer's",
        rationale=(
            "Under the provider's key nobody can say who reads the data, nor end that: whoever may"
            " read the bucket may read it in clear, and no key can be withdrawn."
        ),
        fix="Give the bucket or account a key of your own, and its service the right to use it.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-02",
        statement="Disks and their copies are encrypted, in production with a customer's key",
        rationale=(
            "A copy of a disk leaves the network without passing any firewall: it is shared with"
            " another account in one call, and is readable there unless its key is withheld."
        ),
        fix="Encrypt the disk, and name your own key (on Azure a disk encryption set) for it.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-03",
        statement="An AWS account encrypts every new disk, whoever makes it",
        rationale=(
            "Disks come from consoles, images and other teams' tools, too; only the account's own"
            " default reaches those that no program declares."
        ),
        fix="Declare aws.ebs.EncryptionByDefault in each region in use, best with a DefaultKmsKey.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "ENC-04",
        statement="Relational databases are encrypted with a key of the customer's",
        rationale=(
            "The key decides who can restore a snapshot of the database elsewhere; under the"
            " provider's key that cannot be refused. Most databases get a key only when made."
        ),
        fix="Encrypt the database's storage and name your own key before it holds data.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-05",
        statement="Document stores, caches and search indexes are encrypted with a customer's key",
        rationale=(
            "They hold copies of what the main database protects: sessions, embeddings, search"
            " terms. A copy under a weaker key undoes the protection of the original."
        ),
        fix="Turn encryption at rest on and name your own key.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-06",
        statement="Shared file systems are encrypted with a key of the customer's",
        rationale=(
            "Training data and checkpoints lie there for months, and whoever gets a backup of the"
            " file system gets the model."
        ),
        fix="Name your own key when the file system is made; it cannot be changed later.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-07",
        statement="Queues, topics and streams are encrypted with a key of the customer's",
        rationale="Messages wait on disks, in retention and dead-letter queues, often for days.",
        fix="Name your own key, and let producers and consumers use it.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "ENC-08",
        statement="Warehouses and lake catalogues are encrypted with a key of the customer's",
        rationale=(
            "They gather what the sources keep apart, so that one leaked copy tells more than any"
            " source; results of queries are copies as well."
        ),
        fix="Set the default key of the dataset, workgroup, catalogue or workspace to your own.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-09",
        statement="Container registries are encrypted with a key of the customer's",
        rationale="Images hold code, model weights and, too often, credentials.",
        fix="Name your own key when the registry is made; most cannot change it later.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "ENC-10",
        statement="Secrets of a Kubernetes cluster are encrypted with a key of the customer's",
        rationale=(
            "A cluster keeps secrets as it keeps everything else, so that a copy of its store or"
            " of a backup gives away every credential in it."
        ),
        fix="Name your own key for the cluster's secrets (envelope encryption).",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-11",
        statement="Stores of secrets use a key of the customer's",
        rationale=(
            "A key of one's own adds a second permission to reading a secret, and a second record"
            " of who did."
        ),
        fix="Name your own key for the secret, in each of its replicas.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "ENC-12",
        statement="Logs are encrypted with a key of the customer's where they are kept",
        rationale=(
            "Logs tell of people and of the way in; an attacker reads them first, and an auditor"
            " asks who could."
        ),
        fix="Name your own key for the log group, trail, log bucket or cluster.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "ENC-13",
        statement="What AI services store is encrypted with a key of the customer's",
        rationale=(
            "Notebooks, features, indexes and tuned models repeat the training data; most of these"
            " services take a key only when the resource is made."
        ),
        fix="Name your own key when you make the resource.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-18",
        statement="Backups are encrypted with a key of the customer's",
        rationale="A backup holds all of the data, and outlives the permissions on the original.",
        fix="Name your own key for the vault or the backup plan.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "ENC-19",
        statement="Data of the most restricted class is encrypted a second time, or in memory too",
        rationale=(
            "Regulators of such data ask that one broken key, one operator or one host cannot be"
            " enough to read it."
        ),
        fix=(
            "Turn on infrastructure encryption or encryption at host on Azure, and confidential"
            " computing on Google Cloud."
        ),
        severity=Severity.LOW,
        since="regulated",
    ),
)
