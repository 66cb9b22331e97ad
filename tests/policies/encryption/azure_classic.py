"""Programs of Azure's classic provider that the rules of encryption admit and deny."""

from __future__ import annotations

from typing import Any

from tests.policies.cases import Cases
from tests.policies.encryption import azure_at_rest
from tests.policies.encryption.declaring import TokenRows, both, of
from tests.policies.network.pairs import pair
from tests.policies.weakened import LEFT_OUT, Props, making, weakened

CASES = Cases()
KEY, SET = azure_at_rest.KEY, azure_at_rest.SET
HOST: Props = {"encryptionAtHostEnabled": True}
SETS = tuple(
    f"azure:compute/{system.lower()}VirtualMachineScaleSet:{system}VirtualMachineScaleSet"
    for system in ("Linux", "Windows", "Orchestrated")
)

BY_TOKEN: TokenRows = (
    *(("ENC-02", each, {"osDisk": {"diskEncryptionSetId": SET}}, {"osDisk": {}}) for each in SETS),
    *(("ENC-19", each, HOST, {}) for each in SETS),
    (
        "ENC-07",
        "azure:servicebus/namespace:Namespace",
        {"customerManagedKey": {"keyVaultKeyId": KEY}},
        {"sku": "Premium"},
    ),
    (
        "ENC-11",
        "azure:appconfiguration/configurationStore:ConfigurationStore",
        {"encryption": {"keyVaultKeyIdentifier": KEY}},
        {"sku": "standard"},
    ),
    *(
        ("ENC-34", f"azure:appservice/{each[0].lower()}{each[1:]}:{each}", {"httpsOnly": True}, {})
        for each in (
            *("AppService", "Slot", "FunctionApp", "FunctionAppSlot", "LinuxWebAppSlot"),
            *("WindowsWebAppSlot", "LinuxFunctionAppSlot", "WindowsFunctionAppSlot"),
        )
    ),
    *(
        (
            "ENC-32",
            f"azure:{engine}/server:Server",
            {"sslEnforcementEnabled": True},
            {"sslEnforcementEnabled": False},
        )
        for engine in ("postgresql", "mysql", "mariadb")
    ),
    *(
        (
            "ENC-32",
            f"azure:{engine}/flexibleServerConfiguration:FlexibleServerConfiguration",
            {"name": "require_secure_transport", "value": "ON"},
            {"name": "require_secure_transport", "value": "OFF"},
        )
        for engine in ("postgresql", "mysql")
    ),
)
for rule, token, has, base in BY_TOKEN:
    both(CASES, rule, of(token), has, base)

BESIDE = (
    (
        "ENC-06",
        ("azure:netapp/account:Account", {}),
        "azure:netapp/accountEncryption:AccountEncryption",
        "netappAccountId",
        {"encryptionKey": KEY},
    ),
    (
        "ENC-07",
        ("azure:servicebus/namespace:Namespace", {"sku": "Premium"}),
        "azure:servicebus/namespaceCustomerManagedKey:NamespaceCustomerManagedKey",
        "namespaceId",
        {"keyVaultKeyId": KEY},
    ),
    (
        "ENC-07",
        ("azure:eventhub/eventHubNamespace:EventHubNamespace", {"sku": "Premium"}),
        "azure:eventhub/namespaceCustomerManagedKey:NamespaceCustomerManagedKey",
        "eventhubNamespaceId",
        {"keyVaultKeyIds": [KEY]},
    ),
    (
        "ENC-07",
        ("azure:eventhub/namespace:Namespace", {"sku": "Premium"}),
        "azure:eventhub/namespaceCustomerManagedKey:NamespaceCustomerManagedKey",
        "eventhubNamespaceId",
        {"keyVaultKeyIds": [KEY]},
    ),
    (
        "ENC-12",
        ("azure:loganalytics/cluster:Cluster", {}),
        "azure:loganalytics/clusterCustomerManagedKey:ClusterCustomerManagedKey",
        "logAnalyticsClusterId",
        {"keyVaultKeyId": KEY},
    ),
)


def beside(name: str, row: Any, *, named: bool = True) -> None:
    """Declare a resource, and the one beside it that gives it a key, or says nothing."""
    _, (token, base), side, at, key = row
    made = of(token)(name, **base)
    of(side)(f"{name}-key", **{at: made.id, **(key if named else {})})


for row in BESIDE:
    rule, (token, base), *_ = row
    what = token.replace("/", "_").replace(":", "_")
    pair(
        CASES,
        rule,
        f"{rule}_{what}_with_a_key_beside",
        lambda name, row=row: beside(name, row),
        lambda name, row=row: beside(name, row, named=False),
    )
    CASES.denies(rule)(making(of(token), base, f"{rule}_{what}_alone"))


@CASES.passes_by("ENC-07")
def namespaces_of_a_tier_that_takes_no_key(name):
    of("azure:eventhub/eventHubNamespace:EventHubNamespace")(name, sku="Standard")
    of("azure:servicebus/namespace:Namespace")(f"{name}-bus", sku="Standard")


@CASES.passes_by("ENC-32")
def classic_parameter_about_something_else(name):
    of("azure:postgresql/flexibleServerConfiguration:FlexibleServerConfiguration")(
        name, name="work_mem", value="4096"
    )


@CASES.passes_by("ENC-36")
def account_without_shares(name):
    of("azure:storage/account:Account")(name)


STORE = "azure:storage/account:Account"
SHARES: Props = {
    "shareProperties": {
        "smb": {"versions": ["SMB3.1.1"], "channelEncryptionTypes": ["AES-256-GCM"]}
    }
}
SMB = "shareProperties.smb"
SCALED: Props = {
    "osDisk": {"diskEncryptionSetId": SET},
    "dataDisks": [{"lun": 0, "diskEncryptionSetId": SET}],
}
SITE: Props = {
    "httpsOnly": True,
    "siteConfig": {"minTlsVersion": "1.2", "ftpsState": "FtpsOnly"},
}
OLD: Props = {"sslEnforcementEnabled": True, "sslMinimalTlsVersionEnforced": "TLS1_2"}
APP = "azure:appservice/appService:AppService"

weakened(
    CASES,
    (
        (rule, of(token), sound, path, weak)
        for rule, token, sound, path, weak in (
            ("ENC-02", SETS[0], SCALED, "dataDisks[0].diskEncryptionSetId", LEFT_OUT),
            (
                "ENC-32",
                "azure:postgresql/server:Server",
                OLD,
                "sslMinimalTlsVersionEnforced",
                "TLS1_0",
            ),
            ("ENC-34", APP, SITE, "siteConfig.minTlsVersion", "1.0"),
            ("ENC-34", APP, SITE, "siteConfig.ftpsState", "AllAllowed"),
            ("ENC-36", STORE, SHARES, f"{SMB}.versions[0]", "SMB2.1"),
            ("ENC-36", STORE, SHARES, f"{SMB}.channelEncryptionTypes[0]", "AES-128-GCM"),
        )
    ),
)
