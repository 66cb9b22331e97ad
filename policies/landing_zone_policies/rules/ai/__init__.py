"""Models and agents are chosen, filtered, logged, and no wider open than the data they read."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.ai import aws, azure, gcp

RULES = gathered(
    (aws, gcp, azure),
    Rule(
        "AI-01",
        statement="Agents and models answer through a filter for harmful content",
        rationale=(
            "A model says what it is talked into; a filter beside it is the only part that the"
            " text of a request cannot change."
        ),
        fix=(
            "Bind a guardrail to the agent, with filters for content; keep the content"
            " filter of a deployment on and blocking."
        ),
        severity=Severity.HIGH,
    ),
    Rule(
        "AI-02",
        statement="Only foundation models that the settings list are used",
        rationale=(
            "Each model has its own licence, origin and record; which of them a company answers"
            " for is decided once, not in each program."
        ),
        fix="Use a listed model, or have it added to the setting models.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "AI-03",
        statement="What is asked of models and what they answer is kept, under a key",
        rationale=(
            "Misuse of a model shows in its requests alone; without a record nobody can say what"
            " it gave away, or to whom."
        ),
        fix="Turn invocation logging on, into a store that has a key of your own.",
        severity=Severity.HIGH,
        since="standard",
    ),
    Rule(
        "AI-04",
        statement="Notebooks give no root, and training runs apart from the network",
        rationale=(
            "Root in a notebook undoes every guard on it; training code comes from many hands, and"
            " what it cannot reach it cannot send data to."
        ),
        fix=(
            "Disable root access and log-in by key; set network isolation for training and models."
        ),
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "AI-05",
        statement="The organisation's data does not improve the provider's AI services",
        rationale=(
            "Some services keep what they are given, in other regions too, unless the organisation"
            " says no."
        ),
        fix="Attach an AI services opt-out policy to the root: services.default optOut.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "AI-06",
        statement="Stores of embeddings are as closed and encrypted as the data behind them",
        rationale=(
            "Embeddings can be turned back into text; an index is a copy of the documents that no"
            " permission of theirs reaches."
        ),
        fix="Give the index or store a key of your own, and no public endpoint.",
        severity=Severity.HIGH,
        since="standard",
    ),
    Rule(
        "AI-07",
        statement="Every agent acts with rights of its own, and with no more than it needs",
        rationale=(
            "An agent does what its text tells it to; with a shared or wide role, a sentence in a"
            " document it reads does so as well."
        ),
        fix="Give each agent a role or service account of its own, with named actions.",
        severity=Severity.MEDIUM,
    ),
)
