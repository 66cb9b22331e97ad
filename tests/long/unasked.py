"""What a rule on anybody's program cannot ask for, though our own tests ask it of our zones.

Regular expressions for the shape of a mistake (`Shape`), by cloud, with the reason. A mistake that
a rule finds counts as found even if it stands here; an excuse that nothing needs fails.
"""

from collections.abc import Mapping
from typing import Any

NAMED = (
    r"project|region|location|zones?|name|(?i:\w+name)|network|subnetwork|networks?Url|dnsName|"
    r"version|role|type|kind|tags?|\w+Id|\w+ID|\w+Ids|\w+Arn|\w+Url|id"
)

EVERYWHERE: Mapping[str, str] = {
    r".* ! (\S+ )?removed": (
        "what is gone is not open; what has to stand beside something, rules ask for there"
    ),
    r"a resource ! does not wait for its .*": "the order in which a cloud is asked",
    r"\S+ \S+ ! too": "a `*` among names or places is a name that nothing has",
    rf"\S+ (\S+\.)?({NAMED})(\.#)? ! without": "which one is meant, or what the cloud fills in",
    r"pulumi:providers:\S+ \S+ ! .*": "how the plugin works; where it works, rules ask",
    r"\S+ \S+ ! = 0": "the cloud refuses it, or it switches off what is no guard",
    r"kubernetes:\S+ metadata\.(namespace|labels\.\S+|annotations\.\S+) ! .*": (
        "what only the cluster's own programs use"
    ),
    r"kubernetes:helm\.sh/v3:Release .*": "what a value does only its chart knows",
    r"kubernetes:admissionregistration\S+ .*": "a guard of one's own that no rule asks for",
    r"kubernetes:\S+:PriorityClass .*": "which pods go first",
    r"kubernetes:mellanox\.com\S+ .*": "a driver's own settings",
    r"kubernetes:rbac\S+ .* ! .*": "less than a role needs, or the role's or subject's name",
    r"kubernetes:(apps|batch)\S+ \S+\.image ! without": "there is no pod without an image",
    r"kubernetes:(apps|batch)\S+ \S+\.resources\.\S+ ! without": "one of two bounds is left",
    r"kubernetes:(apps|batch)\S+ \S+\.(readOnly|hostPID|hostNetwork|hostPath\.path) ! .*": (
        "what a pod that may more than others is excused for by its namespace"
    ),
    r"kubernetes:(apps|batch)\S+ \S+\.runAsGroup ! .*": "its user is no root either way",
    r"kubernetes:\S+:NetworkPolicy spec\.\S+ ! .*": "which port: no range is opened by it",
    r"kubernetes:\S+:ResourceQuota spec\.scopeSelector\.\S+ ! without": "which pods are counted",
    r"kubernetes:\S+:StorageClass (provisioner|parameters\.type|volumeBindingMode) ! without": (
        "which driver makes disks, and how fast ones"
    ),
}

DOCUMENTS: Mapping[str, str] = {
    r"aws:\S+ ! (without|any) \w+ \S+": "one of several conditions, or one on a right of few",
    r"aws:\S+ ! without statement": "less is allowed, or a denial fewer programs know",
    r"aws:\S+ ! with one more statement": "one action on one service's things, to somebody named",
    r"aws:\S+ ! any (action|resource|\w+ action)": "all of one, and not of the other: a task may",
    r"aws:\S+ ! also \S+": "one right more, on what it already had rights to",
    r"aws:\S+ ! one more resource": "which ones a task needs, only its owner knows",
    r"aws:\S+ ! another account": "whose account that is, only its owner knows",
    r"aws:\S+ ! anybody": "conditions still say who",
    r"aws:\S+ ! (nothing|one \w+) denied": "a denial that adds to what nobody is allowed",
    r"aws:\S+ ! one more condition": "a denial that adds to what nobody is allowed",
}
"""Policy documents: rules refuse all of everything, what gives rights, and everyone."""

AWS: Mapping[str, str] = {
    **DOCUMENTS,
    r"a resource ! opened by egress": "what may leave: most programs let out everything",
    r"a resource ! opened by (ingress|routes)": "to private addresses, or a way out",
    r"a resource ! unprotected": "log groups: CloudWatch's own protection is on",
    r"aws:autoscaling/tag:Tag \S+ ! .*": "told to the autoscaler, not to the bill",
    r"aws:ec2/flowLog:FlowLog (logDestinationType|maxAggregationInterval) ! .*": "how often",
    r"aws:ec2/launchTemplate:LaunchTemplate \S+deleteOnTermination ! .*": "what it leaves behind",
    r"aws:ec2/launchTemplate:LaunchTemplate (networkInterfaces|capacityReser|userData)\S+ ! .*": (
        "which cards and capacity a machine has"
    ),
    r"aws:ec2/launchTemplate:LaunchTemplate userData ! without": "what it does as it starts",
    r"aws:ec2/launchTemplate:LaunchTemplate metadataOptions\.(httpEndpoint|httpProtocolIpv6)"
    r" ! without": "the cloud's default is the same",
    r"aws:ec2/launchTemplate:LaunchTemplate metadataOptions\.(httpPut\w+|instance\w+) ! without": (
        "the cloud's default is stricter, or the same"
    ),
    r"aws:ec2/(route:Route|vpc:Vpc|vpcEndpoint:VpcEndpoint) \S+ ! .*": "how packets find the way",
    r"aws:eks/addon:Addon \S+ ! without": "which version, and who wins over changes by hand",
    r"aws:eks/cluster:Cluster (accessConfig\.bootstrap|bootstrapSelf)\S+ ! .*": (
        "who made it is its administrator at first; what is installed at first"
    ),
    r"aws:eks/cluster:Cluster vpcConfig\.(endpointPrivateAccess|publicAccessCidrs) ! .*": (
        "EKS refuses a cluster without any endpoint; a closed one needs no ranges"
    ),
    r"aws:eks/nodeGroup:NodeGroup (amiType|nodeRepairConfig\.enabled|taints\.#\.value) ! .*": (
        "which image, and that nodes that fail are replaced"
    ),
    r"aws:iam/role:Role (maxSessionDuration|permissionsBoundary) ! .*": (
        "how long a session lasts; a boundary adds to rights that are small by themselves"
    ),
    r"aws:kms/key:Key multiRegion ! .*": "each replica is asked where it lies",
    r"aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration \S+ ! .*": (
        "how soon what is no version any more goes: a rule asks that it does not go at once"
    ),
    r"aws:s3/bucketLogging:BucketLogging targetPrefix ! without": "its default is none",
    r"aws:s3/bucketServerSideEncryptionConfiguration:\w+ rules\.#\.(blocked|bucketKey)\S+ ! .*": (
        "which keys callers may bring, and how often KMS is asked"
    ),
    r"aws:scheduler/schedule:Schedule \S+ ! without": "when, and with what",
    r"aws:vpc/securityGroupEgressRule:\S+ \S+ ! .*": "what may leave",
    r"aws:vpc/securityGroupIngressRule:\S+ cidrIpv4 ! .*": "port 443 may be public",
    r"aws:vpc/securityGroupIngressRule:\S+ (fromPort|toPort) ! without": "for a group, or refused",
}

GCP: Mapping[str, str] = {
    r"a resource ! opened by (cors|peeringConfig)": "which pages and names: no data without rights",
    r"a resource ! unprotected": "a key ring and log buckets, which cannot be deleted for good",
    r"gcp:compute/(globalAddress|network|route|routerNat|resourcePolicy|subnetwork):\S+ \S+ ! .*": (
        "how packets find the way, and how much of it is told"
    ),
    r"gcp:compute/networkFirewallPolicyRule:\S+ (action|enableLogging|priority|match\.dest\S+)"
    r" ! .*": "what may leave, and in which order; that traffic is told is asked of subnetworks",
    r"gcp:compute/networkFirewallPolicyRule:\S+ match\.srcIpRanges\.# ! without": "fewer may come",
    r"gcp:container/cluster:Cluster (enableIntranode\S+|networkingMode|security\S+mode) ! .*": (
        "more to be told of, or what the cloud makes of it by default"
    ),
    r"gcp:container/cluster:Cluster (maintenancePolicy\.\S+|minMasterVersion) ! .*": (
        "when it is mended; that it is on a channel, rules ask"
    ),
    r"gcp:container/cluster:Cluster (nodeConfig|nodePoolDefaults|removeDefaultNodePool)\S* ! .*": (
        "a pool that is removed as soon as the cluster is there"
    ),
    r"gcp:container/cluster:Cluster masterAuthorizedNetworksConfig\.\S+ ! .*": (
        "its endpoint by address is off, as a rule asks"
    ),
    r"gcp:container/cluster:Cluster privateClusterConfig\.enablePrivateEndpoint ! .*": (
        "its endpoint by address is off, as a rule asks"
    ),
    r"gcp:container/cluster:Cluster (rbacBindingConfig|serviceExternalIpsConfig)\.\S+ ! .*": (
        "bindings and addresses are asked about where a program declares them"
    ),
    r"gcp:container/nodePool:NodePool nodeConfig\.metadata\.disable-legacy-endpoints ! .*": (
        "GKE has had no others since 1.21"
    ),
    r"gcp:container/nodePool:NodePool nodeConfig\.kubeletConfig\.insecure\S+ ! without": (
        "the cloud's default is the same for clusters of today"
    ),
    r"gcp:container/nodePool:NodePool nodeConfig\.resourceLabels\.\S+ ! without": (
        "nodes have their cluster's labels too"
    ),
    r"gcp:container/nodePool:NodePool"
    r" (autoscaling|networkConfig|nodeLocations|placementPolicy|upgradeSettings)"
    r"\.\S+ ! .*": "how many, where and when",
    r"gcp:container/nodePool:NodePool nodeConfig"
    r"\.(gcfsConfig|guestAccelerators|imageType|labels)\S* ! .*": (
        "which machines, and what pods know them by"
    ),
    r"gcp:container/nodePool:NodePool nodeConfig"
    r"\.(localNvme\S+|reservationAffinity\S+|spot) ! .*": ("which machines, and at which price"),
    r"gcp:dns/\S+ \S+ ! .*": "which names lead where",
    r"gcp:kms/cryptoKey:CryptoKey purpose ! without": "the cloud's default is the same",
    r"gcp:kms/cryptoKey:CryptoKey rotationPeriod ! = '(1s|999999s)'": "more often than asked",
    r"gcp:kms/cryptoKey:CryptoKey versionTemplate\.protectionLevel ! .*": (
        "a key in software is the customer's own too"
    ),
    r"gcp:\S+:\w*I[Aa][Mm]Member (condition\.expression|member) ! .*": (
        "to whom and under which condition, only the project's owner knows"
    ),
    r"gcp:(storage|serviceaccount|kms|projects)\S+:\w*I[Aa][Mm]Member role ! ="
    r" 'roles/(storage\.admin|owner)'": "a role for one thing, or one that storage refuses",
    r"gcp:logging/\S+ (filter|uniqueWriterIdentity) ! .*": "more is kept; the cloud's default",
    r"gcp:projects/organizationPolicy:\S+ \S+ ! .*": "a project may need what others must not",
    r"gcp:projects/service:Service disableOnDestroy ! .*": "what happens when it is removed",
    r"gcp:servicenetworking/connection:Connection deletionPolicy ! without": "as it is removed",
    r"gcp:storage/bucket:Bucket encryption\.\w+EnforcementConfig\.\w+ ! .*": (
        "which keys callers may bring: the bucket has its own"
    ),
    r"gcp:storage/bucket:Bucket lifecycleRules\.#\.condition\.age ! without": "another class",
}

AZURE: Mapping[str, str] = {
    r"a resource ! opened by .*": "where nothing is reached from outside, by which network",
    r"a resource ! unprotected": "groups, whose contents are; what an account brings back",
    r"a resource ! \(pulumi:providers.*": "where it works, rules ask",
    r"azure-native:authorization:RoleAssignment (condition\w*|principalType|scope) ! .*": (
        "how far a right reaches that is not of everything"
    ),
    r"azure-native:authorization:RoleAssignment roleDefinitionId ! = '/providers\S+b7e6dc6d\S+": (
        "a role for one thing"
    ),
    r"azure-native:authorization:RoleDefinition \S+ ! without": "fewer rights than a role needs",
    r"azure-native:compute:DiskEncryptionSet \S+ ! .*": "which key; its rotation is the key's",
    r"azure-native:compute:ProximityPlacementGroup \S+ ! without": "which machines",
    r"azure-native:containerservice:AgentPool (?!enable|vnet)\S+ ! .*": "which machines, and when",
    r"azure-native:containerservice:MaintenanceConfiguration \S+ ! .*": "when it is mended",
    r"azure-native:containerservice:ManagedCluster agentPoolProfiles\.#\.(?!enableNode)\S+ ! .*": (
        "which machines, and when; tags are its cluster's too"
    ),
    r"azure-native:containerservice:ManagedCluster apiServerAccessProfile\.\S+ ! .*": (
        "by which network a private endpoint is reached, or by rights in Azure, as most are"
    ),
    r"azure-native:containerservice:ManagedCluster (autoScaler|autoUpgrade)Profile\.\S+ ! .*": (
        "when nodes go, and are mended"
    ),
    r"azure-native:containerservice:ManagedCluster"
    r" (identity\S*|metrics|storage)Profile\.\S+ ! .*": ("which identity, drivers and figures"),
    r"azure-native:containerservice:ManagedCluster identity\.\S+ ! .*": "which identity",
    r"azure-native:containerservice:ManagedCluster networkProfile\.\S+ ! .*": (
        "how packets find the way inside"
    ),
    r"azure-native:containerservice:ManagedCluster nodeResourceGroupProfile\.\S+ ! .*": (
        "what people may change by hand"
    ),
    r"azure-native:containerservice:ManagedCluster securityProfile\.(imageC|\S+KmsA|\S+Access)\S*"
    r" ! .*": "when old images go; by which network the key is reached",
    r"azure-native:containerservice:ManagedCluster"
    r" (kubernetesVersion|sku\.tier|supportPlan) ! without": (
        "at what price; that it is on a channel, rules ask"
    ),
    r"azure-native:keyvault:Key properties\.(keySize|kty) ! .*": "the cloud's default will do",
    r"azure-native:keyvault:Key properties\.rotationPolicy\.\S+ ! .*": (
        "one of two times, or more often than asked: a rule asks how often at least"
    ),
    r"azure-native:keyvault:Vault properties\.enable\w+ ! .*": (
        "who may read what a template needs; access policies are asked about where there are any"
    ),
    r"azure-native:keyvault:Vault properties\.networkAcls\.bypass ! without": "the default is less",
    r"azure-native:managedidentity:FederatedIdentityCredential issuer ! .*": (
        "whom to trust, only the owner knows; that the subject is one, rules ask"
    ),
    r"azure-native:monitor:PrivateLinkScope \S+ ! .*": "what else a network may ask",
    r"azure-native:monitor:DiagnosticSetting logs\.#\.\w+ ! .*": (
        "logs besides those that a rule asks for, one by one, of what writes them"
    ),
    r"azure-native:network:(FlowLog|NatGateway|Subnet) \S+ ! .*": "how packets find the way",
    r"azure-native:privatedns:VirtualNetworkLink \S+ ! .*": "which names lead where",
    r"azure-native:network:NetworkSecurityGroup securityRules\.#\.(?!source|access)\S+ ! .*": (
        "in which order, and to which ports of those inside"
    ),
    r"azure-native:network:NetworkSecurityGroup securityRules\.#\.(source\S+|access) ! .*": (
        "what may leave, port 443, or a denial that another follows"
    ),
    r"azure-native:storage:BlobServiceProperties \S+ ! .*": (
        "logs under a retention that nobody can shorten need no versions"
    ),
    r"azure-native:storage:ManagementPolicy \S+ ! .*": "how soon old versions go",
    r"azure-native:storage:StorageAccount (allow\w+|defaultToOAuth\w+|is\w+Enabled) ! .*": (
        "what nobody can use without rights, or without users and keys, which are off"
    ),
    r"azure-native:storage:StorageAccount encryption\.\S+ ! .*": (
        "Azure encrypts every service; the key is asked about"
    ),
    r"azure-native:storage:StorageAccount identity\.\S+ ! .*": "which identity",
    r"azure-native:storage:StorageAccount immutableStorageWithVersioning\.\S+ ! .*": (
        "how long, and what may be added: a rule asks that there is such a policy"
    ),
    r"azure-native:storage:StorageAccount networkRuleSet\.bypass ! .*": "the cloud's own services",
}

LAYERS: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "aws": {},
    "gcp": {},
    "azure": {
        "azure-native:keyvault:Vault": {
            "properties.publicNetworkAccess": "Enabled",
            "properties.networkAcls.defaultAction": "Allow",
        },
        "azure-native:storage:StorageAccount": {
            "publicNetworkAccess": "Enabled",
            "networkRuleSet.defaultAction": "Allow",
        },
    },
}
"""What closes the same door twice, by cloud and type: rules find it when both are open."""

UNASKED: Mapping[str, Mapping[str, str]] = {
    "aws": {**EVERYWHERE, **AWS},
    "gcp": {**EVERYWHERE, **GCP},
    "azure": {**EVERYWHERE, **AZURE},
}
