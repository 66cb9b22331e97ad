"""Keys turn over, are nobody else's, cannot be lost in a day, and lie with their data."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.encryption.keys import aws, azure, gcp, residency

MODULES = (aws, gcp, azure, residency)

RULES = gathered(
    MODULES,
    Rule(
        "ENC-14",
        statement="Keys turn over by themselves, as often as the settings say",
        rationale=(
            "The longer a key is in use, the more it protects, and the more a leak of it costs;"
            " what nobody has to remember is not forgotten."
        ),
        fix="Turn automatic rotation on; on Google Cloud every 90 days, elsewhere every year.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-15",
        statement="The policy of a key says who may use it, and that is never everybody",
        rationale=(
            "Whoever may use the key reads all data under it once any other door is open; and a"
            " policy that locks its own writers out can only be mended by the provider."
        ),
        fix="Name accounts, roles or service accounts instead of a wildcard; on Azure use roles.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "ENC-16",
        statement="A key that is deleted can be had back for some time, and nobody can purge it",
        rationale=(
            "Without its key all data is lost, backups included: that is how an angry insider or a"
            " wrong `destroy` becomes a disaster."
        ),
        fix="Lengthen the deletion window, and turn purge protection on.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-17",
        statement="A key lies under the same law as the data that it encrypts",
        rationale=(
            "Whoever can compel the holder of the key can read the data, wherever the data lies;"
            " and a key in another region takes the data down with that region."
        ),
        fix="Make a key in the region of the data, and name that one.",
        severity=Severity.HIGH,
        also_in=("residency",),
    ),
)
