"""The account that a rehearsal deploys into: moto's server, and the CloudFormation that moto lacks.

    python3 server.py PORT JOURNAL

Of a type that moto has no model of, a resource is recorded: it gets an id, answers for its attributes, and does nothing.
Each change of a resource becomes a line of JOURNAL, with its properties as they were after all references were resolved:
{"action": "create" | "update" | "replace" | "delete", "stack", "logicalId", "type", "physicalId", "recorded", "properties"}.
"""

import hashlib
import json
import sys

import moto.cloudformation.models as stacks
import moto.cloudformation.parsing as parsing
import moto.elbv2.models as load_balancers
import moto.events.models as events
from moto.core.common_models import CloudFormationModel
from moto.server import main

PORT, JOURNAL = sys.argv[1:]

# Of recorded types, what Ref and GetAtt say where a name and an ARN would be wrong.
IDENTIFIERS = {"AWS::ApiGatewayV2::Api": "{digest}", "AWS::ApiGatewayV2::Stage": "{StageName}"}
ATTRIBUTES = {
    ("AWS::ApiGatewayV2::Api", "ApiEndpoint"): "https://{id}.execute-api.{region}.amazonaws.com",
    ("AWS::ApiGatewayV2::DomainName", "RegionalDomainName"): "d-{digest}.execute-api.{region}.amazonaws.com",
    ("AWS::ApiGatewayV2::DomainName", "RegionalHostedZoneId"): "Z{digest}",
}

# Where a change of one of these properties makes another resource of it; of all others an update keeps what there is.
REPLACED_BY = {
    "AWS::DynamoDB::Table": ["TableName", "KeySchema", "ImportSourceSpecification"],
    "AWS::DynamoDB::GlobalTable": ["TableName", "KeySchema"],
    "AWS::Kinesis::Stream": ["Name"],
    "AWS::S3::Bucket": ["BucketName"],
    "AWS::KMS::Key": ["KeySpec", "KeyUsage", "MultiRegion"],
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ["Name", "Scheme", "Type"],
    "AWS::EC2::VPC": ["CidrBlock"],
    "AWS::EC2::Subnet": ["AvailabilityZone", "CidrBlock", "VpcId"],
    "AWS::Lambda::Function": ["FunctionName", "PackageType"],
    "AWS::Lambda::EventSourceMapping": ["EventSourceArn", "StartingPosition"],
    "AWS::ECS::TaskDefinition": ["ContainerDefinitions", "Cpu", "Memory", "RuntimePlatform", "TaskRoleArn", "Family"],
    "AWS::ECS::Service": ["Cluster", "LaunchType", "ServiceName"],
}

# moto updates these as CloudFormation does; others it would replace for the random name alone.
UPDATED_BY_MOTO = ["AWS::Lambda::Function", "AWS::Lambda::EventSourceMapping"]


class Recorded(CloudFormationModel):
    """A resource of a type without a model."""

    __module__ = "moto.rehearsal.models"

    def __init__(self, kind, name, properties, account, region):
        digest = hashlib.sha256(name.encode()).hexdigest()[:10]
        self.words = {**scalars(properties), "digest": digest, "region": region, "account": account, "name": name}
        self.kind = kind
        self.physical_resource_id = IDENTIFIERS.get(kind, given_name(kind, properties) or "{name}").format(**self.words)

    @classmethod
    def create_from_cloudformation_json(cls, name, template, account, region, **context):
        return cls(context["ResourceType"], name, template["Properties"], account, region)

    @classmethod
    def has_cfn_attr(cls, _attribute):
        return True

    def get_cfn_attribute(self, attribute):
        words = {**self.words, "id": self.physical_resource_id}
        if (self.kind, attribute) in ATTRIBUTES:
            return ATTRIBUTES[self.kind, attribute].format(**words)
        service = self.kind.split("::")[1].lower()
        if attribute.endswith("Arn"):
            return "arn:aws:{0}:{region}:{account}:{1}/{id}".format(service, self.kind.split("::")[-1].lower(), **words)
        if attribute.endswith(("Id", "Name")):
            return self.physical_resource_id
        raise parsing.ValidationError(message=f"{self.kind} has no attribute {attribute} in a rehearsal")

    def delete(self, _account, _region):
        pass


def scalars(properties):
    return {key: value for key, value in properties.items() if isinstance(value, str)}


def given_name(kind, properties):
    named = {**scalars(properties)}.get("Name") or scalars(properties).get(f"{kind.split('::')[-1]}Name")
    return named and named.replace("{", "{{").replace("}", "}}")


def class_of(kind):
    if kind in parsing.NULL_MODELS:
        return None
    # A custom resource's function would have to run in a container, which moto has no engine for.
    return Recorded if kind.startswith("Custom::") else parsing.get_model_map().get(kind, Recorded)


def write(action, resources, logical_id, resource, kind, properties):
    line = {
        "action": action,
        "stack": resources["AWS::StackName"],
        "logicalId": logical_id,
        "type": kind,
        "physicalId": str(getattr(resource, "physical_resource_id", logical_id)),
        "recorded": isinstance(resource, Recorded),
        "properties": properties,
    }
    with open(JOURNAL, "a", encoding="utf-8") as journal:
        journal.write(json.dumps(line, default=str) + "\n")


def create(logical_id, template, resources, account_id, region_name):
    resource = moto_create(logical_id, template, resources, account_id, region_name)
    if resource is not None:
        properties = parsing.clean_json(template.get("Properties", {}), resources)
        resource.told = properties
        write("create", resources, logical_id, resource, template["Type"], properties)
    return resource


def update(logical_id, template, resources, account_id, region_name):
    kind, before = template["Type"], resources[logical_id]
    properties = parsing.clean_json(template.get("Properties", {}), resources)
    told, after = before.told, before
    replaced = any(told.get(name) != properties.get(name) for name in REPLACED_BY.get(kind, []))
    if replaced:
        after = moto_create(logical_id, template, resources, account_id, region_name)
    elif kind in UPDATED_BY_MOTO:
        after = moto_update(logical_id, template, resources, account_id, region_name)
    after.told = properties
    write("replace" if replaced else "update", resources, logical_id, after, kind, properties)
    return after


def delete(resources, resource, template):
    write("delete", resources, resource.logical_resource_id, resource, template["Type"], resource.told)
    moto_delete(resources, resource, template)


def create_load_balancer(_cls, name, template, account_id, region_name, **_context):
    """moto's own forgets the type, so that a network load balancer would become an application load balancer."""
    properties = template["Properties"]
    balancer = load_balancers.elbv2_backends[account_id][region_name].create_load_balancer(
        name,
        properties.get("SecurityGroups"),
        properties.get("Subnets", []),
        properties.get("SubnetMappings", []),
        scheme=properties.get("Scheme", "internet-facing"),
        loadbalancer_type=properties.get("Type"),
    )
    balancer.attrs.update({each["Key"]: str(each["Value"]) for each in properties.get("LoadBalancerAttributes", [])})
    return balancer


def update_parameters(backend, instance, incoming_params):
    """moto's own fails at one that had its default, and so has no value from before."""
    known = [each for each in incoming_params if "ParameterValue" in each or each["ParameterKey"] in instance.parameters]
    return moto_update_parameters(backend, instance, known)


moto_create, moto_update = parsing.parse_and_create_resource, parsing.parse_and_update_resource
moto_delete = parsing.ResourceMap._delete_resource
parsing.parse_and_create_resource, parsing.parse_and_update_resource = create, update
parsing.ResourceMap._delete_resource = delete
moto_update_parameters = stacks.CloudFormationBackend._resolve_update_parameters
stacks.CloudFormationBackend._resolve_update_parameters = update_parameters
parsing.resource_class_from_type = class_of
load_balancers.FakeLoadBalancer.create_from_cloudformation_json = classmethod(create_load_balancer)
# Ref of a bus is its name.
events.EventBus.physical_resource_id = property(lambda bus: bus.name)

main(["-H", "127.0.0.1", "-p", PORT])
