import { expect, it } from "vitest";
import { oneStack } from "../testing-stack";

const ALARMS = (rule: string, threshold: number) => `
Resources:
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: errors
      ComparisonOperator: GreaterThanThreshold
      EvaluationPeriods: "1"
      Threshold: "${threshold}"
      Metrics:
        - {Id: share, Expression: "100 * failed / all", Label: share, ReturnData: "true"}
        - {Id: failed, ReturnData: false, MetricStat: {Stat: Sum, Period: "60", Metric: {Namespace: Own, MetricName: Failed, Dimensions: [{Name: A, Value: b}]}}}
        - {Id: all, ReturnData: false, MetricStat: {Stat: Sum, Period: 60, Metric: {Namespace: Own, MetricName: All, Dimensions: [{Name: A, Value: b}]}}}
  Both:
    Type: AWS::CloudWatch::CompositeAlarm
    Properties:
      AlarmName: both
      AlarmRule: !Sub "${rule}"
Outputs:
  Arn: {Value: !GetAtt Both.Arn}
`;

it("an alarm on an expression, and one on alarms: made, fired, changed in place, read back, gone", () => {
  const aws = oneStack();
  const { centre, ctx } = aws;
  aws.create(ALARMS("ALARM(${Errors})", 10));
  expect(aws.failures()).toEqual([]);
  const state = () => {
    const AlarmTypes = ["MetricAlarm" as const, "CompositeAlarm" as const];
    const found = centre.invoke("monitoring", "DescribeAlarms", { AlarmTypes }, ctx);
    return [...(found.MetricAlarms ?? []), ...(found.CompositeAlarms ?? [])].map((one) => one.StateValue);
  };
  const put = (failed: number) => {
    for (let minute = 0; minute < 3; minute++) {
      const Dimensions = [{ Name: "A", Value: "b" }];
      const MetricData = [
        { MetricName: "Failed", Value: failed, Dimensions },
        { MetricName: "All", Value: 100, Dimensions },
      ];
      centre.invoke("monitoring", "PutMetricData", { Namespace: "Own", MetricData }, ctx);
      aws.run(1);
    }
  };
  put(5);
  expect(state()).toEqual(["OK", "OK"]);
  put(20);
  expect(state()).toEqual(["ALARM", "ALARM"]);
  expect([aws.drift("Errors"), aws.drift("Both")]).toEqual([["IN_SYNC"], ["IN_SYNC"]]);

  aws.update(ALARMS("NOT ALARM(${Errors})", 15));
  expect(aws.failures()).toEqual([]);
  put(20);
  expect(state()).toEqual(["ALARM", "OK"]);
  centre.invoke("monitoring", "PutCompositeAlarm", { AlarmName: "both", AlarmRule: "TRUE" }, ctx);
  expect(aws.drift("Both")).toEqual(["MODIFIED", "/AlarmRule NOT ALARM(errors) → TRUE"]);
  aws.remove();
  expect(state()).toEqual([]);
});

const TAGGED = `
Resources:
  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /g, Tags: [{Key: own, Value: g}]}}
  Parameter: {Type: AWS::SSM::Parameter, Properties: {Name: /p, Type: String, Value: one, Tags: {own: p}}}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: f
      ContainerDefinitions: [{Name: web, Image: nginx, Memory: 128}]
      Tags: [{Key: own, Value: t}]
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: {AlarmName: a, ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, Threshold: 1, Namespace: N, MetricName: M, Statistic: Sum, Period: 60, Tags: [{Key: own, Value: a}]}
  Composite: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmName: c, AlarmRule: "ALARM(a)", Tags: [{Key: own, Value: c}]}, DependsOn: Alarm}
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.20.0.0/16}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.20.0.0/24}}
  Machines:
    Type: AWS::EC2::LaunchTemplate
    Properties: {LaunchTemplateData: {InstanceType: t3.small, ImageId: "{{resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id}}"}}
  Scaling:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties: {MinSize: 0, MaxSize: 1, VPCZoneIdentifier: [!Ref Subnet], LaunchTemplate: {LaunchTemplateId: !Ref Machines, Version: "1"}}
  Provider: {Type: AWS::ECS::CapacityProvider, Properties: {Name: own, AutoScalingGroupProvider: {AutoScalingGroupArn: !Ref Scaling}, Tags: [{Key: own, Value: x}]}}
`;

it("a stack's changed tags reach log groups, parameters, task definitions, alarms and capacity providers in place", () => {
  const aws = oneStack();
  const { centre, ctx } = aws;
  const tag = (Key: string, Value: string) => ({ Key, Value });
  aws.create(TAGGED, { Tags: [tag("team", "web"), tag("own", "stack")] });
  expect(aws.failures()).toEqual([]);
  const ids = () => ["Group", "Parameter", "Task", "Alarm", "Composite", "Provider"].map(aws.id);
  const made = ids();
  const arn = `arn:aws:logs:${ctx.region}:${ctx.account}:log-group:/g`;
  const alarm = (name: string) =>
    centre
      .invoke(
        "monitoring",
        "ListTagsForResource",
        { ResourceARN: `arn:aws:cloudwatch:${ctx.region}:${ctx.account}:alarm:${name}` },
        ctx,
      )
      .Tags?.map((one) => `${one.Key}=${one.Value}`);
  const tags = () => {
    const parameter = { ResourceType: "Parameter" as const, ResourceId: "/p" };
    const provider = { capacityProviders: ["own"], include: ["TAGS" as const] };
    const task = { taskDefinition: "f", include: ["TAGS" as const] };
    const ecs = [
      centre.invoke("ecs", "DescribeTaskDefinition", task, ctx).tags,
      centre.invoke("ecs", "DescribeCapacityProviders", provider, ctx).capacityProviders?.[0]?.tags,
    ];
    return [
      Object.entries(centre.invoke("logs", "ListTagsForResource", { resourceArn: arn }, ctx).tags ?? {}).map(
        (one) => `${one[0]}=${one[1]}`,
      ),
      centre.invoke("ssm", "ListTagsForResource", parameter, ctx).TagList?.map((one) => `${one.Key}=${one.Value}`),
      ...ecs.map((all) => all?.map((one) => `${one.key}=${one.value}`).filter((text) => !text.startsWith("aws:"))),
      alarm("a"),
      alarm("c"),
    ].map((all) => all?.sort().join(" "));
  };
  const own = ["g", "p", "t", "x", "a", "c"];
  expect(tags()).toEqual(own.map((value) => `own=${value} team=web`));
  aws.update(TAGGED, { Tags: [tag("team", "shop"), tag("cost", "1")] });
  expect([aws.failures(), ids()]).toEqual([[], made]);
  expect(tags()).toEqual(own.map((value) => `cost=1 own=${value} team=shop`));
  // A tag the template no longer has goes; the stack's of the same name comes through.
  aws.update(TAGGED.replace("{Key: own, Value: g}", ""), { Tags: [tag("own", "stack")] });
  expect([aws.failures(), ids()]).toEqual([[], made]);
  expect(tags()).toEqual(["own=stack", ...own.slice(1).map((value) => `own=${value}`)]);
  expect(aws.status()).toBe("UPDATE_COMPLETE");
});
