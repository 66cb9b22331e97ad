"""Models, search and bots, as quickstarts create them."""

from pulumi_azure_native import (
    botservice,
    cognitiveservices,
    devtestlab,
    hdinsight,
    search,
    videoindexer,
)

GROUP = "terragoat"

EXPECTED = {
    "openai": "public unkeyed keys untagged abroad",
    "openai-eu": "public unkeyed keys untagged",
    "gpt-global": "cross-region",
    "gpt-zone": "cross-region",
    "gpt-unfiltered": "unguarded",
    "deepseek": "unlisted-model",
    "weak-filter": "unguarded",
    "speech": "public unkeyed untagged abroad",
    "foundry": "public unkeyed untagged abroad",
    "foundry-project": "untagged abroad",
    "doc-search": "public unkeyed untagged abroad keys",
    "bot": "untagged public",
    "bot-channel": "",
    "video": "untagged abroad",
    "hadoop": "password public unkeyed untagged abroad",
    "lab": "untagged abroad",
}


def cognition():
    """https://learn.microsoft.com/azure/ai-services/openai/how-to/create-resource"""
    account = cognitiveservices.Account(
        "openai",
        resource_group_name=GROUP,
        location="eastus",
        kind="OpenAI",
        sku={"name": "S0"},
        properties={"public_network_access": "Enabled"},
    )
    europe = cognitiveservices.Account(
        "openai-eu",
        resource_group_name=GROUP,
        location="swedencentral",
        kind="OpenAI",
        sku={"name": "S0"},
    )
    models = {
        "gpt-global": ("GlobalStandard", "gpt-4o", "OpenAI"),
        "gpt-zone": ("DataZoneStandard", "gpt-4o", "OpenAI"),
        "gpt-unfiltered": ("Standard", "gpt-35-turbo", "OpenAI"),
        "deepseek": ("GlobalStandard", "DeepSeek-R1", "DeepSeek"),
    }
    for name, (sku, model, publisher) in models.items():
        cognitiveservices.Deployment(
            name,
            resource_group_name=GROUP,
            account_name=europe.name,
            sku={"name": sku, "capacity": 100},
            properties={
                "model": {"format": publisher, "name": model},
                "rai_policy_name": None if name != "gpt-unfiltered" else "weak",
            },
        )
    cognitiveservices.RaiPolicy(
        "weak-filter",
        resource_group_name=GROUP,
        account_name=account.name,
        properties={
            "mode": "Default",
            "base_policy_name": "Microsoft.Default",
            "content_filters": [
                {"name": "hate", "enabled": False, "blocking": False, "source": "Prompt"},
                {"name": "violence", "enabled": True, "blocking": False, "source": "Completion"},
            ],
        },
    )
    cognitiveservices.Account(
        "speech",
        resource_group_name=GROUP,
        location="eastus",
        kind="SpeechServices",
        sku={"name": "F0"},
    )
    foundry = cognitiveservices.Account(
        "foundry",
        resource_group_name=GROUP,
        location="eastus2",
        kind="AIServices",
        sku={"name": "S0"},
        identity={"type": "SystemAssigned"},
        properties={"allow_project_management": True, "disable_local_auth": False},
    )
    cognitiveservices.Project(
        "foundry-project",
        resource_group_name=GROUP,
        account_name=foundry.name,
        location="eastus2",
        identity={"type": "SystemAssigned"},
    )
    search.Service(
        "doc-search",
        resource_group_name=GROUP,
        location="eastus",
        sku={"name": "basic"},
        public_network_access="Enabled",
        disable_local_auth=False,
    )


def others():
    """https://learn.microsoft.com/azure/hdinsight/hadoop/apache-hadoop-linux-create-cluster-get-started-portal"""
    bot = botservice.Bot(
        "bot",
        resource_group_name=GROUP,
        location="global",
        kind="azurebot",
        sku={"name": "F0"},
        properties={
            "display_name": "bot",
            "endpoint": "http://bot.example.com/api/messages",
            "msa_app_id": "app",
            "public_network_access": "Enabled",
            "is_cmek_enabled": False,
        },
    )
    botservice.Channel(
        "bot-channel",
        resource_group_name=GROUP,
        resource_name_=bot.name,
        channel_name="WebChatChannel",
    )
    videoindexer.Account("video", resource_group_name=GROUP, location="eastus")
    hdinsight.Cluster(
        "hadoop",
        resource_group_name=GROUP,
        location="eastus",
        properties={
            "cluster_version": "4.0",
            "os_type": "Linux",
            "cluster_definition": {
                "kind": "Hadoop",
                "configurations": {
                    "gateway": {
                        "restAuthCredential.isEnabled": True,
                        "restAuthCredential.username": "admin",
                        "restAuthCredential.password": "Password123!",
                    }
                },
            },
        },
    )
    devtestlab.Lab("lab", resource_group_name=GROUP, location="eastus")


PROGRAM = (
    cognition,
    others,
)
