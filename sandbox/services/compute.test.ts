import * as AS from "@aws-sdk/client-auto-scaling";
import * as EC2 from "@aws-sdk/client-ec2";
import * as ECS from "@aws-sdk/client-ecs";
import * as ELB from "@aws-sdk/client-elastic-load-balancing-v2";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientOptions, startWireServer, type WireServer } from "../testing/wire-server";
import { CLUSTER, GROUP, type Practice, practise, SERVICE } from "../world/practice-stack";
import { createServices } from "./index";

let server: WireServer;
let practice: Practice;
let ecs: ECS.ECSClient;
let scaling: AS.AutoScalingClient;
let balancing: ELB.ElasticLoadBalancingV2Client;
let ec2: EC2.EC2Client;

beforeAll(async () => {
  practice = practise({ instances: 2, managedDraining: true });
  practice.minutes(6);
  const services = createServices(practice.world);
  server = await startWireServer();
  server.handler = (input, call) => services.find(call.service, call.operation)?.(input as never, call);
  const options = clientOptions(server.endpoint);
  ecs = new ECS.ECSClient(options);
  scaling = new AS.AutoScalingClient(options);
  balancing = new ELB.ElasticLoadBalancingV2Client(options);
  ec2 = new EC2.EC2Client(options);
});

afterAll(() => {
  server.close();
  // Members an answer must not have, and handlers that fell over.
  expect(server.bugs).toEqual([]);
});

describe("ECS over the wire", () => {
  test("a service with its deployments, counts and events", async () => {
    const { services, failures } = await ecs.send(
      new ECS.DescribeServicesCommand({ cluster: CLUSTER, services: [SERVICE, "nobody"], include: ["TAGS"] }),
    );
    const [service] = services ?? [];
    expect(service).toMatchObject({
      serviceName: SERVICE,
      status: "ACTIVE",
      schedulingStrategy: "DAEMON",
      desiredCount: 2,
      runningCount: 2,
      pendingCount: 0,
      launchType: "EC2",
    });
    expect(service?.deployments).toMatchObject([
      { status: "PRIMARY", rolloutState: "COMPLETED", desiredCount: 2, runningCount: 2, failedTasks: 0 },
    ]);
    expect(service?.events?.[0]?.message).toBe("(service orders) has reached a steady state.");
    expect(service?.events?.[0]?.createdAt).toBeInstanceOf(Date);
    expect(failures).toMatchObject([{ reason: "MISSING" }]);
  });

  test("tasks and their containers", async () => {
    const { taskArns = [] } = await ecs.send(new ECS.ListTasksCommand({ cluster: CLUSTER, serviceName: SERVICE }));
    const { tasks } = await ecs.send(new ECS.DescribeTasksCommand({ cluster: CLUSTER, tasks: taskArns }));
    expect(tasks).toHaveLength(2);
    expect(tasks?.[0]).toMatchObject({ lastStatus: "RUNNING", desiredStatus: "RUNNING", group: `service:${SERVICE}` });
    expect(tasks?.[0]?.containers?.[0]?.imageDigest).toMatch(/^sha256:/);
    expect(tasks?.[0]?.containers?.[0]?.networkBindings?.[0]?.hostPort).toBeGreaterThan(32_767);
  });

  test("clusters, container instances, capacity providers, definitions", async () => {
    const { clusters } = await ecs.send(new ECS.DescribeClustersCommand({ clusters: [CLUSTER] }));
    expect(clusters?.[0]).toMatchObject({ registeredContainerInstancesCount: 2, runningTasksCount: 2 });
    await ecs.send(
      new ECS.PutClusterCapacityProvidersCommand({
        cluster: CLUSTER,
        capacityProviders: ["orders-provider"],
        defaultCapacityProviderStrategy: [],
      }),
    );
    const { containerInstanceArns } = await ecs.send(new ECS.ListContainerInstancesCommand({ cluster: CLUSTER }));
    const { containerInstances } = await ecs.send(
      new ECS.DescribeContainerInstancesCommand({ cluster: CLUSTER, containerInstances: containerInstanceArns }),
    );
    expect(containerInstances?.[0]).toMatchObject({
      status: "ACTIVE",
      agentConnected: true,
      runningTasksCount: 1,
      capacityProviderName: "orders-provider",
    });
    const { capacityProviders } = await ecs.send(new ECS.DescribeCapacityProvidersCommand({}));
    expect(capacityProviders?.[0]?.autoScalingGroupProvider?.managedDraining).toBe("ENABLED");
    const { taskDefinitionArns } = await ecs.send(new ECS.ListTaskDefinitionsCommand({ familyPrefix: "orders" }));
    const { taskDefinition } = await ecs.send(
      new ECS.DescribeTaskDefinitionCommand({ taskDefinition: taskDefinitionArns?.[0] }),
    );
    expect(taskDefinition).toMatchObject({ family: "orders", revision: 1, status: "ACTIVE" });
  });

  test("service deployments and revisions", async () => {
    const { serviceDeployments = [] } = await ecs.send(
      new ECS.ListServiceDeploymentsCommand({ cluster: CLUSTER, service: SERVICE }),
    );
    expect(serviceDeployments[0]?.status).toBe("SUCCESSFUL");
    const described = await ecs.send(
      new ECS.DescribeServiceDeploymentsCommand({
        serviceDeploymentArns: [serviceDeployments[0]?.serviceDeploymentArn ?? ""],
      }),
    );
    expect(described.serviceDeployments?.[0]?.targetServiceRevision).toMatchObject({ runningTaskCount: 2 });
    const { serviceRevisions } = await ecs.send(
      new ECS.DescribeServiceRevisionsCommand({
        serviceRevisionArns: [serviceDeployments[0]?.targetServiceRevisionArn ?? ""],
      }),
    );
    expect(serviceRevisions?.[0]?.containerImages?.[0]?.imageDigest).toMatch(/^sha256:/);
  });

  test.each([
    ["ClusterNotFoundException", "Cluster not found.", () => new ECS.ListTasksCommand({ cluster: "nobody" })],
    [
      "ServiceNotFoundException",
      "Service not found.",
      () => new ECS.UpdateServiceCommand({ cluster: CLUSTER, service: "nobody" }),
    ],
    [
      "InvalidParameterException",
      "The daemon scheduling strategy does not support a desired count for services. Remove the desired count value and try again",
      () => new ECS.UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE, desiredCount: 3 }),
    ],
    [
      "InvalidParameterException",
      "The daemon scheduling strategy does not support values above 100 for maximumPercent",
      () =>
        new ECS.UpdateServiceCommand({
          cluster: CLUSTER,
          service: SERVICE,
          deploymentConfiguration: { maximumPercent: 200 },
        }),
    ],
    [
      "ClientException",
      "TaskDefinition not found.",
      () => new ECS.UpdateServiceCommand({ cluster: CLUSTER, service: SERVICE, taskDefinition: "nobody:7" }),
    ],
    [
      "ClusterContainsServicesException",
      "The Cluster cannot be deleted while Services are active.",
      () => new ECS.DeleteClusterCommand({ cluster: CLUSTER }),
    ],
  ])("%s: %s", async (name, message, command) => {
    await expect(ecs.send(command() as ECS.UpdateServiceCommand)).rejects.toMatchObject({ name, message });
  });
});

describe("Auto Scaling over the wire", () => {
  test("a group with its instances, activities, hooks and policies", async () => {
    const { AutoScalingGroups } = await scaling.send(
      new AS.DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [GROUP] }),
    );
    expect(AutoScalingGroups?.[0]).toMatchObject({ MinSize: 1, MaxSize: 6, DesiredCapacity: 2 });
    expect(AutoScalingGroups?.[0]?.Instances?.map((instance) => instance.LifecycleState)).toEqual([
      "InService",
      "InService",
    ]);
    const { Activities } = await scaling.send(
      new AS.DescribeScalingActivitiesCommand({ AutoScalingGroupName: GROUP, MaxRecords: 1 }),
    );
    expect(Activities).toHaveLength(1);
    expect(JSON.parse(Activities?.[0]?.Details ?? "")).toHaveProperty(["Availability Zone"]);
    const { LifecycleHooks } = await scaling.send(
      new AS.DescribeLifecycleHooksCommand({ AutoScalingGroupName: GROUP }),
    );
    expect(LifecycleHooks?.[0]?.LifecycleHookName).toBe("ecs-managed-draining-termination-hook");
    const { PolicyARN } = await scaling.send(
      new AS.PutScalingPolicyCommand({
        AutoScalingGroupName: GROUP,
        PolicyName: "out",
        AdjustmentType: "ChangeInCapacity",
        ScalingAdjustment: 1,
        Cooldown: 60,
      }),
    );
    const { ScalingPolicies } = await scaling.send(new AS.DescribePoliciesCommand({ AutoScalingGroupName: GROUP }));
    expect(ScalingPolicies).toMatchObject([
      { PolicyName: "out", PolicyARN, PolicyType: "SimpleScaling", Cooldown: 60 },
    ]);
    await scaling.send(new AS.DescribeAutoScalingInstancesCommand({}));
    await scaling.send(new AS.DescribeTagsCommand({}));
  });

  test("a group that is not there", async () => {
    await expect(
      scaling.send(new AS.SetDesiredCapacityCommand({ AutoScalingGroupName: "nobody", DesiredCapacity: 1 })),
    ).rejects.toMatchObject({
      name: "ValidationError",
      message: "AutoScalingGroup name not found - AutoScalingGroup: nobody not found",
    });
  });
});

describe("load balancing over the wire", () => {
  test("balancer, listener, rule, target group, health, attributes", async () => {
    const { LoadBalancers } = await balancing.send(new ELB.DescribeLoadBalancersCommand({ Names: ["orders-prod"] }));
    const [balancer] = LoadBalancers ?? [];
    expect(balancer).toMatchObject({ State: { Code: "active" }, Scheme: "internet-facing", Type: "application" });
    expect(balancer?.DNSName).toMatch(/^orders-prod-\d{10}\.eu-west-1\.elb\.amazonaws\.com$/);
    const LoadBalancerArn = balancer?.LoadBalancerArn;
    const { Listeners } = await balancing.send(new ELB.DescribeListenersCommand({ LoadBalancerArn }));
    expect(Listeners?.[0]).toMatchObject({ Port: 80, Protocol: "HTTP" });
    await balancing.send(new ELB.DescribeRulesCommand({ ListenerArn: Listeners?.[0]?.ListenerArn }));
    await balancing.send(new ELB.DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }));
    const { TargetGroups } = await balancing.send(new ELB.DescribeTargetGroupsCommand({ LoadBalancerArn }));
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
    const { TargetHealthDescriptions } = await balancing.send(new ELB.DescribeTargetHealthCommand({ TargetGroupArn }));
    expect(TargetHealthDescriptions?.map(({ TargetHealth }) => TargetHealth)).toEqual([
      { State: "healthy" },
      { State: "healthy" },
    ]);
    const { Attributes } = await balancing.send(new ELB.DescribeTargetGroupAttributesCommand({ TargetGroupArn }));
    expect(Attributes).toContainEqual({ Key: "deregistration_delay.timeout_seconds", Value: "20" });
  });

  test("a target group in use stays", async () => {
    const { TargetGroups } = await balancing.send(new ELB.DescribeTargetGroupsCommand({}));
    const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
    await expect(balancing.send(new ELB.DeleteTargetGroupCommand({ TargetGroupArn }))).rejects.toMatchObject({
      name: "ResourceInUseException",
      message: `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
    });
  });
});

describe("EC2 machines over the wire", () => {
  test("instances, their status and templates", async () => {
    const { Reservations } = await ec2.send(
      new EC2.DescribeInstancesCommand({ Filters: [{ Name: "instance-state-name", Values: ["running"] }] }),
    );
    expect(Reservations).toHaveLength(2);
    expect(Reservations?.[0]?.Instances?.[0]?.Tags).toContainEqual({ Key: "aws:autoscaling:groupName", Value: GROUP });
    const { InstanceStatuses } = await ec2.send(new EC2.DescribeInstanceStatusCommand({}));
    expect(InstanceStatuses?.[0]?.InstanceStatus?.Status).toBe("ok");
    const { LaunchTemplateVersions } = await ec2.send(
      new EC2.DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName: "orders-prod" }),
    );
    expect(LaunchTemplateVersions?.[0]).toMatchObject({
      VersionNumber: 1,
      DefaultVersion: true,
      LaunchTemplateData: { InstanceType: "t3.small" },
    });
  });

  test("a security group from creation to deletion", async () => {
    const { GroupId } = await ec2.send(
      new EC2.CreateSecurityGroupCommand({
        GroupName: "web",
        Description: "web",
        TagSpecifications: [{ ResourceType: "security-group", Tags: [{ Key: "a", Value: "b" }] }],
      }),
    );
    const IpPermissions = [{ IpProtocol: "tcp", FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
    await ec2.send(new EC2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    await expect(
      ec2.send(new EC2.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    ).rejects.toMatchObject({ name: "InvalidPermission.Duplicate" });
    const { SecurityGroups } = await ec2.send(new EC2.DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ""] }));
    expect(SecurityGroups?.[0]).toMatchObject({ GroupName: "web", IpPermissions, Tags: [{ Key: "a", Value: "b" }] });
    await ec2.send(new EC2.RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    await ec2.send(new EC2.DeleteSecurityGroupCommand({ GroupId }));
    await expect(ec2.send(new EC2.DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ""] }))).rejects.toMatchObject({
      name: "InvalidGroup.NotFound",
    });
  });
});
