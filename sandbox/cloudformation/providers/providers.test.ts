import { describe, expect, it } from "vitest";
import { createDataCentre } from "../../data-centre";
import type { CallContext } from "../../wire/handler";
import { Kernel } from "../../world/kernel";

/** Types and properties the stored templates leave out, on the whole data centre. */
function world() {
  const start = Date.UTC(2026, 10, 23, 10);
  const centre = createDataCentre(new Kernel(() => start, { start }));
  const ctx: CallContext = { account: "111122223333", region: "eu-central-1", requestId: "test" };
  const vpcs = centre.invoke("ec2", "DescribeVpcs", { Filters: [{ Name: "tag:Name", Values: ["main"] }] }, ctx).Vpcs;
  const Vpc = vpcs?.[0]?.VpcId ?? "";
  const filters = [
    { Name: "vpc-id", Values: [Vpc] },
    { Name: "tag:Name", Values: ["public-a", "public-b"] },
  ];
  const subnets = centre.invoke("ec2", "DescribeSubnets", { Filters: filters }, ctx).Subnets ?? [];
  const values: Record<string, string> = { Vpc, Subnets: subnets.map((one) => one.SubnetId).join(",") };
  const name = { StackName: "s" };
  const input = (TemplateBody: string, more: Record<string, string> = {}) => ({
    ...name,
    TemplateBody,
    Capabilities: ["CAPABILITY_NAMED_IAM" as const],
    Parameters: Object.entries({ ...values, ...more }).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  });
  const run = () => centre.kernel.advance(30 * 60_000);
  const stack = () => centre.invoke("cloudformation", "DescribeStacks", name, ctx).Stacks?.[0];
  const failures = () =>
    (centre.invoke("cloudformation", "DescribeStackEvents", name, ctx).StackEvents ?? [])
      .filter((event) => event.ResourceStatus?.includes("FAILED"))
      .map((event) => `${event.LogicalResourceId} ${event.ResourceStatusReason}`);
  return {
    centre,
    ctx,
    run,
    stack,
    failures,
    create: (body: string, more?: Record<string, string>) => {
      centre.invoke("cloudformation", "CreateStack", input(body, more), ctx);
      run();
    },
    update: (body: string, more?: Record<string, string>) => {
      centre.invoke("cloudformation", "UpdateStack", input(body, more), ctx);
      run();
    },
    remove: () => {
      centre.invoke("cloudformation", "DeleteStack", name, ctx);
      run();
    },
    outputs: () => Object.fromEntries((stack()?.Outputs ?? []).map((one) => [one.OutputKey, one.OutputValue])),
  };
}

const HEAD = `
Parameters:
  Vpc: {Type: "AWS::EC2::VPC::Id"}
  Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
  V: {Type: String, Default: "1"}
Resources:
`;

describe("network", () => {
  const BODY = `${HEAD}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupName: own-name
      GroupDescription: !Sub "group \${V}"
      VpcId: !Ref Vpc
      SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
      Tags: [{Key: team, Value: shop}]
  In:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 80, ToPort: "80", SourceSecurityGroupId: !Ref Group}
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: {GroupId: !GetAtt Group.GroupId, IpProtocol: tcp, FromPort: 25, ToPort: 25, CidrIpv6: "::/0"}
Outputs:
  Id: {Value: !GetAtt Group.GroupId}
`;

  it("makes groups and rules apart, tagged by CloudFormation, and refuses to replace a named group", () => {
    const aws = world();
    aws.create(BODY);
    expect(aws.failures()).toEqual([]);
    const group = () =>
      aws.centre.invoke("ec2", "DescribeSecurityGroups", { GroupNames: ["own-name"] }, aws.ctx).SecurityGroups?.[0];
    expect(group()?.GroupId).toBe(aws.outputs().Id);
    expect(group()?.IpPermissions).toHaveLength(1);
    expect(group()?.IpPermissionsEgress?.map((rule) => rule.FromPort)).toEqual([443, 25]);
    expect(group()?.Tags).toEqual([
      { Key: "aws:cloudformation:logical-id", Value: "Group" },
      { Key: "aws:cloudformation:stack-id", Value: aws.stack()?.StackId },
      { Key: "aws:cloudformation:stack-name", Value: "s" },
      { Key: "team", Value: "shop" },
    ]);
    aws.update(BODY, { V: "2" });
    expect(aws.failures()).toEqual([
      "Group CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename own-name and update the stack again.",
    ]);
    expect(aws.stack()?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
    aws.update(BODY.replace("FromPort: 443, ToPort: 443", "FromPort: 444, ToPort: 444"));
    expect(
      group()
        ?.IpPermissionsEgress?.map((rule) => rule.FromPort)
        .sort(),
    ).toEqual([25, 444]);
    aws.remove();
    expect(group()).toBeUndefined();
  });
});

describe("identity", () => {
  const BODY = `${HEAD}
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: shop
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: "sts:AssumeRole"}]}
      ManagedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
      Policies: [{PolicyName: !Sub "inline-\${V}", PolicyDocument: {Version: "2012-10-17", Statement: []}}]
  Policy:
    Type: AWS::IAM::Policy
    Properties: {PolicyName: !Sub "apart-\${V}", Roles: [!Ref Role], PolicyDocument: {Version: "2012-10-17", Statement: []}}
`;

  it("changes a role's policies in place and takes them away again", () => {
    const aws = world();
    aws.create(BODY);
    expect(aws.failures()).toEqual([]);
    const inline = () =>
      aws.centre.invoke("iam", "ListRolePolicies", { RoleName: "shop" }, aws.ctx).PolicyNames?.sort();
    expect(inline()).toEqual(["apart-1", "inline-1"]);
    aws.update(BODY, { V: "2" });
    expect(aws.failures()).toEqual([]);
    expect(inline()).toEqual(["apart-2", "inline-2"]);
    aws.remove();
    expect(() => inline()).toThrow();
  });
});

describe("containers without a load balancer, and rules behind one", () => {
  const BODY = `${HEAD}
  Cluster:
    Type: AWS::ECS::Cluster
    Properties: {ClusterSettings: [{Name: containerInsights, Value: enabled}]}
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        InstanceType: t3.small
        ImageId: !Sub "{{resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id}}"
        UserData: {"Fn::Base64": !Sub "#!/bin/bash\\necho ECS_CLUSTER=\${Cluster} >> /etc/ecs/ecs.config\\n"}
  Group:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}
      VPCZoneIdentifier: !Ref Subnets
      MinSize: "1"
      MaxSize: "2"
  Hook:
    Type: AWS::AutoScaling::LifecycleHook
    Properties: {AutoScalingGroupName: !Ref Group, LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING", HeartbeatTimeout: "60"}
  Tracking:
    Type: AWS::AutoScaling::ScalingPolicy
    Properties:
      AutoScalingGroupName: !Ref Group
      PolicyType: TargetTrackingScaling
      TargetTrackingConfiguration: {TargetValue: !Sub "5\${V}", PredefinedMetricSpecification: {PredefinedMetricType: ASGAverageCPUUtilization}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
        - {Name: web, Image: !Sub "docker.io/library/nginx:1.2\${V}", Memory: "128", Cpu: 64, Essential: "true", PortMappings: [{ContainerPort: "80"}], Environment: [{Name: A, Value: b}]}
  Service:
    Type: AWS::ECS::Service
    DependsOn: Group
    Properties: {Cluster: !Ref Cluster, TaskDefinition: !Ref Task, DesiredCount: "2", LaunchType: EC2}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Subnets: !Ref Subnets, Scheme: internal}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: HTTP}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{Type: fixed-response, FixedResponseConfig: {StatusCode: "404"}}]
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties:
      ListenerArn: !Ref Listener
      Priority: "10"
      Conditions: [{Field: path-pattern, PathPatternConfig: {Values: [!Sub "/v\${V}/*"]}}]
      Actions: [{Type: forward, TargetGroupArn: !Ref Targets}]
  Handle: {Type: "AWS::CloudFormation::WaitConditionHandle"}
Outputs:
  Service: {Value: !GetAtt Service.Name}
  Cluster: {Value: !Ref Cluster}
  Full: {Value: !GetAtt Balancer.LoadBalancerFullName}
  TargetsFull: {Value: !GetAtt Targets.TargetGroupFullName}
  Handle: {Value: !Ref Handle}
`;

  it("are created, changed and deleted", () => {
    const aws = world();
    aws.create(BODY);
    expect(aws.failures()).toEqual([]);
    expect(aws.stack()?.StackStatus).toBe("CREATE_COMPLETE");
    const { Service = "", Cluster = "", Full, TargetsFull, Handle } = aws.outputs();
    expect(Full).toMatch(/^app\/[^/]+\/[0-9a-f]{16}$/);
    expect(TargetsFull).toMatch(/^targetgroup\/[^/]+\/[0-9a-f]{16}$/);
    expect(Handle).toMatch(/^https:\/\//);
    const service = () =>
      aws.centre.invoke("ecs", "DescribeServices", { cluster: Cluster, services: [Service] }, aws.ctx).services?.[0];
    expect(service()).toMatchObject({ runningCount: 2, desiredCount: 2, launchType: "EC2" });
    const before = service()?.taskDefinition;
    aws.update(BODY, { V: "2" });
    expect(aws.failures()).toEqual([]);
    expect(aws.stack()?.StackStatus).toBe("UPDATE_COMPLETE");
    expect(service()?.taskDefinition).not.toBe(before);
    const rules = aws.centre.invoke(
      "elasticloadbalancing",
      "DescribeRules",
      { ListenerArn: listenerArn(aws) },
      aws.ctx,
    );
    expect(rules.Rules?.map((rule) => rule.Priority)).toEqual(["10", "default"]);
    expect(rules.Rules?.[0]?.Conditions?.[0]?.PathPatternConfig?.Values).toEqual(["/v2/*"]);
    aws.remove();
    expect(() => aws.stack()).toThrow(/does not exist/);
    expect(aws.centre.invoke("autoscaling", "DescribeAutoScalingGroups", {}, aws.ctx).AutoScalingGroups).toEqual([]);
    expect(aws.centre.invoke("ecs", "ListClusters", {}, aws.ctx).clusterArns).toEqual([]);
  });
});

function listenerArn({ centre, ctx }: ReturnType<typeof world>): string {
  const resources = centre.invoke("cloudformation", "DescribeStackResources", { StackName: "s" }, ctx).StackResources;
  return resources?.find((one) => one.LogicalResourceId === "Listener")?.PhysicalResourceId ?? "";
}
