"""What AWS answers."""

from landing_zone_rehearsal.clouds.model import Choice, CloudModel, Each, Kind

HERE = "arn:{_partition}:{_module}:{_region}:{_account}"
"""The beginning of a regional ARN whose service is named as Pulumi's module is."""

IAM = "arn:{_partition}:iam::{_account}"
"""The beginning of an identity's ARN: identities lie in no region."""

FIREWALL = "arn:{_partition}:network-firewall:{_region}:{_account}"

GOVERNMENT = {"us-gov-east-1": "aws-us-gov", "us-gov-west-1": "aws-us-gov"}
"""The partition of the regions that do not lie in `aws`, but for those that are refused."""

TAGGED = {"tagsAll": "{tags}"}

CLOUD = CloudModel(
    package="aws",
    place={
        "_account": "{allowedAccountIds.0|=123456789012}",
        "_region": "{region|=us-east-1}",
        "_government": Choice("_region", GOVERNMENT),
        "_partition": "{_government|=aws}",
    },
    kinds={
        "aws:s3:Bucket": Kind(
            id="{bucket}",
            name="bucket",
            outputs={
                **TAGGED,
                "arn": "arn:{_partition}:s3:::{bucket}",
                "bucketDomainName": "{bucket}.s3.amazonaws.com",
                "bucketRegion": "{_region}",
                "bucketRegionalDomainName": "{bucket}.s3.{_region}.amazonaws.com",
            },
        ),
        "aws:s3:BucketLifecycleConfiguration": Kind(
            id="{bucket}",
            outputs={"transitionDefaultMinimumObjectSize": "all_storage_classes_128K"},
        ),
        "aws:s3:BucketLogging": Kind(id="{bucket}"),
        "aws:s3:BucketObjectLockConfiguration": Kind(id="{bucket}"),
        "aws:s3:BucketOwnershipControls": Kind(id="{bucket}"),
        "aws:s3:BucketPolicy": Kind(id="{bucket}"),
        "aws:s3:BucketPublicAccessBlock": Kind(id="{bucket}"),
        "aws:s3:BucketServerSideEncryptionConfiguration": Kind(id="{bucket}"),
        "aws:s3:BucketVersioning": Kind(id="{bucket}"),
        "aws:ec2:Vpc": Kind(
            id="vpc-{_hex:17}",
            outputs={
                **TAGGED,
                "arn": HERE + ":vpc/{_id}",
                "defaultNetworkAclId": "acl-{_hex:17:=acl}",
                "defaultRouteTableId": "rtb-{_hex:17:=routes}",
                "defaultSecurityGroupId": "sg-{_hex:17:=group}",
                "dhcpOptionsId": "dopt-{_hex:17:_account}",
                "instanceTenancy": "default",
                "mainRouteTableId": "rtb-{_hex:17:=routes}",
                "ownerId": "{_account}",
            },
        ),
        "aws:ec2:Subnet": Kind(
            id="subnet-{_hex:17}",
            outputs={**TAGGED, "arn": HERE + ":subnet/{_id}", "ownerId": "{_account}"},
        ),
        "aws:ec2:RouteTable": Kind(
            id="rtb-{_hex:17}",
            outputs={**TAGGED, "arn": HERE + ":route-table/{_id}", "ownerId": "{_account}"},
        ),
        "aws:ec2:DefaultRouteTable": Kind(
            id="{defaultRouteTableId}",
            outputs={
                **TAGGED,
                "arn": HERE + ":route-table/{defaultRouteTableId}",
                "ownerId": "{_account}",
            },
        ),
        "aws:ec2:Route": Kind(
            id="r-{routeTableId}{_number:10:destinationCidrBlock}",
            outputs={"origin": "CreateRoute", "state": "active"},
        ),
        "aws:ec2:RouteTableAssociation": Kind(id="rtbassoc-{_hex:17}"),
        "aws:ec2:InternetGateway": Kind(
            id="igw-{_hex:17}",
            outputs={**TAGGED, "arn": HERE + ":internet-gateway/{_id}", "ownerId": "{_account}"},
        ),
        "aws:ec2:Eip": Kind(
            id="eipalloc-{_hex:17}",
            outputs={
                **TAGGED,
                "allocationId": "{_id}",
                "arn": HERE + ":elastic-ip/{_id}",
                "publicIp": "52.{_number:2}.{_number:2:=third}.{_number:2:=fourth}",
                "publicIpv4Pool": "amazon",
                "networkBorderGroup": "{_region}",
            },
        ),
        "aws:ec2:NatGateway": Kind(
            id="nat-{_hex:17}",
            outputs={
                **TAGGED,
                "associationId": "eipassoc-{_hex:17:=association}",
                "connectivityType": "public",
                "networkInterfaceId": "eni-{_hex:17:=interface}",
            },
        ),
        "aws:ec2:VpcEndpoint": Kind(
            id="vpce-{_hex:17}",
            outputs={
                **TAGGED,
                "arn": HERE + ":vpc-endpoint/{_id}",
                "networkInterfaceIds": Each("subnetIds", value="eni-{_hex:17:_item}"),
                "ownerId": "{_account}",
                "requesterManaged": False,
                "state": "available",
            },
        ),
        "aws:ec2:SecurityGroup": Kind(
            id="sg-{_hex:17}",
            name="name",
            outputs={**TAGGED, "arn": HERE + ":security-group/{_id}", "ownerId": "{_account}"},
        ),
        "aws:ec2:DefaultSecurityGroup": Kind(
            id="sg-{_hex:17}",
            outputs={
                **TAGGED,
                "arn": HERE + ":security-group/{_id}",
                "description": "default VPC security group",
                "name": "default",
                "ownerId": "{_account}",
            },
        ),
        "aws:vpc:SecurityGroupIngressRule": Kind(
            id="sgr-{_hex:17}",
            outputs={
                **TAGGED,
                "arn": "arn:{_partition}:ec2:{_region}:{_account}:security-group-rule/{_id}",
                "securityGroupRuleId": "{_id}",
            },
        ),
        "aws:ec2:FlowLog": Kind(
            id="fl-{_hex:17}", outputs={**TAGGED, "arn": HERE + ":vpc-flow-log/{_id}"}
        ),
        "aws:cloudwatch:LogGroup": Kind(
            id="{name}",
            name="name",
            outputs={
                **TAGGED,
                "arn": "arn:{_partition}:logs:{_region}:{_account}:log-group:{name}",
                "logGroupClass": "STANDARD",
            },
        ),
        "aws:cloudwatch:LogResourcePolicy": Kind(
            id="{policyName}",
            outputs={"policyScope": "ACCOUNT", "revisionId": "{_number:13}"},
        ),
        "aws:networkfirewall:Firewall": Kind(
            id=FIREWALL + ":firewall/{name}",
            name="name",
            outputs={
                **TAGGED,
                "arn": FIREWALL + ":firewall/{name}",
                "firewallStatuses": [
                    {
                        "syncStates": Each(
                            "subnetMappings",
                            value={
                                "attachments": [
                                    {
                                        "endpointId": "vpce-{_hex:17:_item.subnetId}",
                                        "subnetId": "{_item.subnetId}",
                                    }
                                ],
                            },
                        )
                    }
                ],
                "updateToken": "{_guid:=token}",
            },
        ),
        "aws:networkfirewall:FirewallPolicy": Kind(
            id=FIREWALL + ":firewall-policy/{name}",
            name="name",
            outputs={
                **TAGGED,
                "arn": FIREWALL + ":firewall-policy/{name}",
                "updateToken": "{_guid:=token}",
            },
        ),
        "aws:networkfirewall:RuleGroup": Kind(
            id=FIREWALL + ":stateful-rulegroup/{name}",
            name="name",
            outputs={
                **TAGGED,
                "arn": FIREWALL + ":stateful-rulegroup/{name}",
                "updateToken": "{_guid:=token}",
            },
        ),
        "aws:networkfirewall:LoggingConfiguration": Kind(id="{firewallArn}"),
        "aws:kms:Key": Kind(
            id="{_guid}",
            outputs={
                **TAGGED,
                "arn": HERE + ":key/{_id}",
                "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
                "keyId": "{_id}",
                "keyUsage": "ENCRYPT_DECRYPT",
            },
        ),
        "aws:kms:Alias": Kind(
            id="{name}",
            name="name",
            outputs={"arn": HERE + ":{name}", "targetKeyArn": HERE + ":key/{targetKeyId}"},
        ),
        "aws:iam:Role": Kind(
            id="{name}",
            name="name",
            outputs={
                **TAGGED,
                "arn": IAM + ":role/{name}",
                "createDate": "2026-01-01T00:00:00Z",
                "uniqueId": "AROA{_upper:17}",
            },
        ),
        "aws:iam:Policy": Kind(
            id=IAM + ":policy/{name}",
            name="name",
            outputs={
                **TAGGED,
                "arn": IAM + ":policy/{name}",
                "attachmentCount": 0,
                "policyId": "ANPA{_upper:17}",
            },
        ),
        "aws:iam:RolePolicy": Kind(id="{role}:{name}", name="name"),
        "aws:iam:RolePolicyAttachment": Kind(id="{role}/{policyArn}"),
    },
    functions={
        "aws:index:getCallerIdentity": {
            "accountId": "{_account}",
            "arn": "arn:{_partition}:sts::{_account}:assumed-role/rehearsal/session",
            "userId": "AROA{_upper:17:_account}:session",
            "id": "{_account}",
        },
    },
    fallback=Kind(id="{_name}-{_hex:7}", outputs={"arn": HERE + ":{_type}/{_id}"}),
)
