import { expect, it } from "vitest";
import { createDataCentre } from "../../data-centre";
import type { CallContext } from "../../wire/handler";
import { Kernel } from "../../world/kernel";
import { refusal } from "../testing";

const TEMPLATE = `
Parameters:
  hostnames: {Type: String, Default: "true"}
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.20.0.0/16
      EnableDnsHostnames: !Ref hostnames
      Tags: [{Key: Name, Value: own}]
  Six:
    Type: AWS::EC2::VPCCidrBlock
    Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}
  SubnetA:
    Type: AWS::EC2::Subnet
    DependsOn: Six
    Properties:
      VpcId: !Ref Vpc
      AvailabilityZone: !Select [0, !GetAZs ""]
      CidrBlock: !Select [0, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]
      Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 2, 64]]
      MapPublicIpOnLaunch: true
  SubnetB:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      AvailabilityZone: !Select [1, !GetAZs ""]
      CidrBlock: !Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 2, 8]]
      MapPublicIpOnLaunch: true
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Table:
    Type: AWS::EC2::RouteTable
    Properties: {VpcId: !Ref Vpc}
  Route:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  AssociationA:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref SubnetA, RouteTableId: !Ref Table}
  AssociationB:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref SubnetB, RouteTableId: !Ref Table}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: web, VpcId: !Ref Vpc}
  Web:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Route
    Properties:
      Subnets: [!Ref SubnetA, !Ref SubnetB]
      SecurityGroups: [!Ref Group]
Outputs:
  vpc: {Value: !Ref Vpc}
  route: {Value: !Ref Route}
`;

function launched(template = TEMPLATE) {
  const start = Date.UTC(2026, 10, 23, 10);
  const centre = createDataCentre(new Kernel(() => start, { start }));
  const ctx: CallContext = { account: "111122223333", region: "eu-central-1", requestId: "test" };
  const { StackId } = centre.invoke(
    "cloudformation",
    "CreateStack",
    { StackName: "n", TemplateBody: template, Capabilities: ["CAPABILITY_NAMED_IAM"] },
    ctx,
  );
  const run = (minutes: number) => centre.kernel.advance(minutes * 60_000);
  run(10);
  const failures = () =>
    (centre.invoke("cloudformation", "DescribeStackEvents", { StackName: StackId ?? "" }, ctx).StackEvents ?? [])
      .filter((event) => event.ResourceStatus?.endsWith("FAILED"))
      .map((event) => `${event.LogicalResourceId} ${event.ResourceStatusReason}`);
  expect(failures()).toEqual([]);
  const stack = (name = "n") => centre.invoke("cloudformation", "DescribeStacks", { StackName: name }, ctx).Stacks?.[0];
  const id = (logical: string) =>
    centre.invoke("cloudformation", "DescribeStackResource", { StackName: "n", LogicalResourceId: logical }, ctx)
      .StackResourceDetail?.PhysicalResourceId ?? "";
  const inVpc = [{ Name: "vpc-id", Values: [id("Vpc")] }];
  return { centre, ctx, run, stack, failures, id, inVpc };
}

it("makes a network of its own, is in step with it, changes it and takes it away again", () => {
  const { centre, ctx, run, stack, failures, id, inVpc } = launched();
  expect(stack()?.StackStatus).toBe("CREATE_COMPLETE");
  expect(stack()?.Outputs?.find((output) => output.OutputKey === "route")?.OutputValue).toBe(
    `${id("Table")}|0.0.0.0/0`,
  );
  const subnets = centre.invoke("ec2", "DescribeSubnets", { Filters: inVpc }, ctx).Subnets ?? [];
  const blocks = subnets.map((one) => [one.AvailabilityZone, one.CidrBlock, one.AvailableIpAddressCount].join(" "));
  expect(blocks.sort()).toEqual(["eu-central-1a 10.20.0.0/24 251", "eu-central-1b 10.20.1.0/24 251"]);
  expect(
    centre.world.network
      .at(ctx)
      .subnets.filter((one) => one.vpcId === id("Vpc"))
      .map((one) => one.isPublic),
  ).toEqual([true, true]);
  const [table] = centre.invoke("ec2", "DescribeRouteTables", { RouteTableIds: [id("Table")] }, ctx).RouteTables ?? [];
  expect(table?.Associations?.map((one) => one.SubnetId).sort()).toEqual([id("SubnetA"), id("SubnetB")].sort());

  const check = () => {
    centre.invoke("cloudformation", "DetectStackDrift", { StackName: "n" }, ctx);
    run(1);
    return (
      centre.invoke("cloudformation", "DescribeStackResourceDrifts", { StackName: "n" }, ctx).StackResourceDrifts ?? []
    )
      .filter((one) => one.StackResourceDriftStatus !== "IN_SYNC")
      .map((one) => `${one.LogicalResourceId} ${one.StackResourceDriftStatus}`);
  };
  expect(check()).toEqual([]);
  centre.invoke("ec2", "DeleteRoute", { RouteTableId: id("Table"), DestinationCidrBlock: "0.0.0.0/0" }, ctx);
  centre.invoke(
    "ec2",
    "ModifySubnetAttribute",
    { SubnetId: id("SubnetB"), MapPublicIpOnLaunch: { Value: false } },
    ctx,
  );
  expect(check()).toEqual(["Route DELETED", "SubnetB MODIFIED"]);
  expect(centre.world.network.subnet(ctx, id("SubnetA"))?.isPublic).toBe(false);
  centre.invoke(
    "ec2",
    "CreateRoute",
    { RouteTableId: id("Table"), DestinationCidrBlock: "0.0.0.0/0", GatewayId: id("Gateway") },
    ctx,
  );

  const changed = TEMPLATE.replace("0.0.0.0/0, GatewayId", "198.51.100.0/24, GatewayId");
  centre.invoke(
    "cloudformation",
    "UpdateStack",
    {
      StackName: "n",
      TemplateBody: changed,
      Parameters: [{ ParameterKey: "hostnames", ParameterValue: "false" }],
      Tags: [{ Key: "team", Value: "web" }],
    },
    ctx,
  );
  run(10);
  expect(failures()).toEqual([]);
  expect(stack()?.StackStatus).toBe("UPDATE_COMPLETE");
  expect(id("Route")).toBe(`${id("Table")}|198.51.100.0/24`);
  const asked = { VpcId: id("Vpc"), Attribute: "enableDnsHostnames" as const };
  expect(centre.invoke("ec2", "DescribeVpcAttribute", asked, ctx).EnableDnsHostnames?.Value).toBe(false);
  const [vpc] = centre.invoke("ec2", "DescribeVpcs", { VpcIds: [id("Vpc")] }, ctx).Vpcs ?? [];
  expect(Object.fromEntries((vpc?.Tags ?? []).map((tag) => [tag.Key, tag.Value]))).toEqual({
    Name: "own",
    team: "web",
    "aws:cloudformation:logical-id": "Vpc",
    "aws:cloudformation:stack-id": stack()?.StackId,
    "aws:cloudformation:stack-name": "n",
  });

  const stackId = stack()?.StackId ?? "";
  centre.invoke("cloudformation", "DeleteStack", { StackName: "n" }, ctx);
  run(20);
  expect(stack(stackId)?.StackStatus).toBe("DELETE_COMPLETE");
  expect(centre.world.network.at(ctx)).toEqual(createDataCentre(new Kernel(() => 0)).world.network.at(ctx));
  expect(centre.invoke("ec2", "DescribeSecurityGroups", { Filters: inVpc }, ctx).SecurityGroups).toEqual([]);
});

it("refuses in EC2's words", () => {
  const { centre, ctx, id } = launched();
  const vpc = id("Vpc");
  const subnet = { VpcId: vpc, CidrBlock: "10.20.0.128/25" };
  const table = { RouteTableId: id("Table") };
  const refused = [
    () => centre.invoke("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/8" }, ctx),
    () => centre.invoke("ec2", "CreateSubnet", subnet, ctx),
    () => centre.invoke("ec2", "CreateSubnet", { ...subnet, CidrBlock: "10.30.0.0/24" }, ctx),
    () => centre.invoke("ec2", "DeleteVpc", { VpcId: vpc }, ctx),
    () => centre.invoke("ec2", "DeleteSubnet", { SubnetId: id("SubnetA") }, ctx),
    () => centre.invoke("ec2", "DeleteRouteTable", table, ctx),
    () =>
      centre.invoke(
        "ec2",
        "CreateRoute",
        { ...table, DestinationCidrBlock: "0.0.0.0/0", GatewayId: id("Gateway") },
        ctx,
      ),
    () => centre.invoke("ec2", "DeleteRoute", { ...table, DestinationCidrBlock: "192.0.2.0/24" }, ctx),
    () => centre.invoke("ec2", "AttachInternetGateway", { InternetGatewayId: id("Gateway"), VpcId: vpc }, ctx),
    () => centre.invoke("ec2", "DetachInternetGateway", { InternetGatewayId: id("Gateway"), VpcId: vpc }, ctx),
    () => centre.invoke("ec2", "DeleteInternetGateway", { InternetGatewayId: id("Gateway") }, ctx),
    () => centre.invoke("ec2", "DisassociateRouteTable", { AssociationId: "rtbassoc-1" }, ctx),
  ].map((act) => {
    const { code, message } = refusal(act);
    return `${code}: ${message.replace(/(vpc|subnet|rtb|igw)-0[0-9a-f]{16}/g, "$1-…")}`;
  });
  expect(refused).toEqual([
    "InvalidVpc.Range: The CIDR '10.0.0.0/8' is invalid.",
    "InvalidSubnet.Conflict: The CIDR '10.20.0.128/25' conflicts with another subnet",
    "InvalidSubnet.Range: The CIDR '10.30.0.0/24' is invalid.",
    "DependencyViolation: The vpc 'vpc-…' has dependencies and cannot be deleted.",
    "DependencyViolation: The subnet 'subnet-…' has dependencies and cannot be deleted.",
    "DependencyViolation: The routeTable 'rtb-…' has dependencies and cannot be deleted.",
    "RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.",
    "InvalidRoute.NotFound: no route with destination-cidr-block 192.0.2.0/24 in route table rtb-…",
    "Resource.AlreadyAssociated: resource igw-… is already attached to network vpc-…",
    "DependencyViolation: Network vpc-… has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.",
    "DependencyViolation: The internetGateway 'igw-…' has dependencies and cannot be deleted.",
    "InvalidAssociationID.NotFound: The association ID 'rtbassoc-1' does not exist",
  ]);
});

it("gives a stack's tags to what it has, and takes them away again", () => {
  const template = `
Resources:
  Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: c}}
  Role:
    Type: AWS::IAM::Role
    Properties: {RoleName: r, AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}, Tags: [{Key: own, Value: r}]}
  Target: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {Name: t, Port: 80, Protocol: HTTP, VpcId: !Ref Vpc}}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.20.0.0/16}}
`;
  const { centre, ctx, run, stack, failures, id } = launched(template);
  const update = (Tags: { Key: string; Value: string }[]) => {
    const input = { StackName: "n", UsePreviousTemplate: true, Capabilities: ["CAPABILITY_NAMED_IAM" as const], Tags };
    centre.invoke("cloudformation", "UpdateStack", input, ctx);
    run(10);
    expect([stack()?.StackStatus, failures()]).toEqual(["UPDATE_COMPLETE", []]);
  };
  const keys = () => {
    const cluster = centre.invoke("ecs", "DescribeClusters", { clusters: ["c"], include: ["TAGS"] }, ctx).clusters?.[0];
    const role = centre.invoke("iam", "GetRole", { RoleName: "r" }, ctx).Role;
    const balancing = centre.invoke("elasticloadbalancing", "DescribeTags", { ResourceArns: [id("Target")] }, ctx);
    const shown = [
      (cluster?.tags ?? []).map((tag) => tag.key ?? ""),
      (role?.Tags ?? []).map((tag) => tag.Key ?? ""),
      (balancing.TagDescriptions?.[0]?.Tags ?? []).map((tag) => tag.Key ?? ""),
    ];
    return shown.map((all) =>
      all
        .filter((key) => !key.startsWith("aws:"))
        .sort()
        .join(" "),
    );
  };
  expect(keys()).toEqual(["", "own", ""]);
  update([
    { Key: "team", Value: "web" },
    { Key: "cost", Value: "1" },
  ]);
  expect(keys()).toEqual(["cost team", "cost own team", "cost team"]);
  update([{ Key: "team", Value: "web" }]);
  expect(keys()).toEqual(["team", "own team", "team"]);
});
