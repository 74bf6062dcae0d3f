import { expect, it } from "vitest";
import { createDataCentre } from "../../data-centre";
import type { CallContext } from "../../wire/handler";
import { Kernel } from "../../world/kernel";

const TEMPLATE = `
Parameters:
  subnet: {Type: String}
  most: {Type: Number, Default: 6}
Resources:
  Cluster: {Type: AWS::ECS::Cluster}
  Execution:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: [{Effect: Allow, Principal: {Service: ecs-tasks.amazonaws.com}, Action: sts:AssumeRole}]
  Definition:
    Type: AWS::ECS::TaskDefinition
    Properties:
      RequiresCompatibilities: [FARGATE]
      NetworkMode: awsvpc
      Cpu: 256
      Memory: 512
      ExecutionRoleArn: !GetAtt Execution.Arn
      ContainerDefinitions: [{Name: web, Image: "nginx:1.27", PortMappings: [{ContainerPort: 80}]}]
  Service:
    Type: AWS::ECS::Service
    Properties:
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Definition
      LaunchType: FARGATE
      DesiredCount: 1
      NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref subnet], AssignPublicIp: ENABLED}}
  Target:
    Type: AWS::ApplicationAutoScaling::ScalableTarget
    Properties:
      ServiceNamespace: ecs
      ScalableDimension: ecs:service:DesiredCount
      ResourceId: !Sub service/\${Cluster}/\${Service.Name}
      MinCapacity: 2
      MaxCapacity: !Ref most
  Tracking:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: cpu
      PolicyType: TargetTrackingScaling
      ScalingTargetId: !Ref Target
      TargetTrackingScalingPolicyConfiguration:
        TargetValue: 55
        PredefinedMetricSpecification: {PredefinedMetricType: ECSServiceAverageCPUUtilization}
  Step:
    Type: AWS::ApplicationAutoScaling::ScalingPolicy
    Properties:
      PolicyName: burst
      PolicyType: StepScaling
      ScalingTargetId: !Ref Target
      StepScalingPolicyConfiguration:
        AdjustmentType: ChangeInCapacity
        StepAdjustments: [{MetricIntervalLowerBound: 0, ScalingAdjustment: 2}]
Outputs:
  target: {Value: !Ref Target}
`;

it("a Fargate service with scaling of its own is launched, changed and removed with its stack", () => {
  const start = Date.UTC(2026, 10, 24, 9);
  const centre = createDataCentre(new Kernel(() => start, { start }));
  const ctx: CallContext = { account: "111122223333", region: "eu-west-1", requestId: "test" };
  const subnet = centre.world.network.at(ctx).subnets.find(({ name }) => name === "public-a")?.subnetId ?? "";
  const stack = { StackName: "api", Capabilities: ["CAPABILITY_IAM" as const] };
  const given = (more: Record<string, string> = {}) =>
    Object.entries({ subnet, ...more }).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  const describe = () => centre.invoke("cloudformation", "DescribeStacks", { StackName: "api" }, ctx).Stacks?.[0];
  const minutes = (count: number) => centre.kernel.advance(count * 60_000);
  const targets = () =>
    centre.invoke("application-autoscaling", "DescribeScalableTargets", { ServiceNamespace: "ecs" }, ctx);

  centre.invoke("cloudformation", "CreateStack", { ...stack, TemplateBody: TEMPLATE, Parameters: given() }, ctx);
  minutes(10);
  expect(describe()?.StackStatus).toBe("CREATE_COMPLETE");
  const [target] = targets().ScalableTargets ?? [];
  expect(target).toMatchObject({ MinCapacity: 2, MaxCapacity: 6 });
  expect(describe()?.Outputs?.[0]?.OutputValue).toBe(`${target?.ResourceId}|ecs:service:DesiredCount|ecs`);
  const { ScalingPolicies = [] } = centre.invoke(
    "application-autoscaling",
    "DescribeScalingPolicies",
    { ServiceNamespace: "ecs", ResourceId: target?.ResourceId },
    ctx,
  );
  const alarmsOf = Object.fromEntries(ScalingPolicies.map(({ PolicyName, Alarms }) => [PolicyName, Alarms?.length]));
  expect(alarmsOf).toEqual({ cpu: 2, burst: 0 });
  expect(centre.world.fleet.tasks(ctx)).toHaveLength(2);

  centre.invoke(
    "cloudformation",
    "UpdateStack",
    { ...stack, UsePreviousTemplate: true, Parameters: given({ most: "9" }) },
    ctx,
  );
  minutes(5);
  expect(describe()?.StackStatus).toBe("UPDATE_COMPLETE");
  expect(targets().ScalableTargets?.[0]?.MaxCapacity).toBe(9);

  centre.invoke("cloudformation", "DeleteStack", { StackName: "api" }, ctx);
  minutes(15);
  expect(() => describe()).toThrow("Stack with id api does not exist");
  expect(targets().ScalableTargets).toEqual([]);
  expect(centre.world.alarms.list(ctx)).toEqual([]);
});
