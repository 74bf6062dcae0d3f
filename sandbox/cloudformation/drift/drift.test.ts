import { expect, it } from "vitest";
import { refusal } from "../testing";
import { launched } from "../testing-launch";

type Launched = ReturnType<typeof launched>;

function check({ centre, ctx, run }: Launched, wanted?: string[]) {
  const { StackDriftDetectionId = "" } = centre.invoke(
    "cloudformation",
    "DetectStackDrift",
    { StackName: "s", ...(wanted ? { LogicalResourceIds: wanted } : {}) },
    ctx,
  );
  const status = () =>
    centre.invoke("cloudformation", "DescribeStackDriftDetectionStatus", { StackDriftDetectionId }, ctx);
  expect(status()).toMatchObject({ DetectionStatus: "DETECTION_IN_PROGRESS" });
  run(1);
  return status();
}

const drifts = ({ centre, ctx }: Launched) =>
  centre.invoke("cloudformation", "DescribeStackResourceDrifts", { StackName: "s" }, ctx).StackResourceDrifts ?? [];

const told = (found: Launched) =>
  Object.fromEntries(
    drifts(found)
      .filter((one) => one.StackResourceDriftStatus !== "IN_SYNC")
      .map((one) => [
        one.LogicalResourceId,
        one.StackResourceDriftStatus === "DELETED"
          ? "DELETED"
          : one.PropertyDifferences?.map((difference) =>
              [
                difference.DifferenceType,
                difference.PropertyPath,
                difference.ExpectedValue,
                difference.ActualValue,
              ].join(" "),
            ),
      ]),
  );

it("finds nothing in a stack nobody touched, and everything that was changed behind its back", () => {
  const found = launched();
  const { centre, ctx, run, status } = found;
  expect(refusal(() => centre.invoke("cloudformation", "DetectStackDrift", { StackName: "s" }, ctx)).message).toMatch(
    /in CREATE_IN_PROGRESS state$/,
  );
  run(20);
  expect(status()).toBe("CREATE_COMPLETE");
  expect(centre.invoke("cloudformation", "DescribeStacks", { StackName: "s" }, ctx).Stacks?.[0]).toMatchObject({
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
  });

  expect(check(found)).toMatchObject({ DetectionStatus: "DETECTION_COMPLETE", StackDriftStatus: "IN_SYNC" });
  expect(told(found)).toEqual({});
  const checked = drifts(found).map((one) => one.LogicalResourceId);
  const all = centre.invoke("cloudformation", "DescribeStackResources", { StackName: "s" }, ctx).StackResources ?? [];
  expect(checked).toEqual(all.map((one) => one.LogicalResourceId));

  const named = (id: string) => all.find((one) => one.LogicalResourceId === id)?.PhysicalResourceId ?? "";
  const group = { AutoScalingGroupName: named("AutoScalingGroup") };
  centre.invoke("autoscaling", "UpdateAutoScalingGroup", { ...group, MinSize: 1, MaxSize: 9 }, ctx);
  const alarm = all.find((one) => one.ResourceType === "AWS::CloudWatch::Alarm");
  const alarmName = alarm?.PhysicalResourceId ?? "";
  const [was] = centre.invoke("monitoring", "DescribeAlarms", { AlarmNames: [alarmName] }, ctx).MetricAlarms ?? [];
  centre.invoke(
    "monitoring",
    "PutMetricAlarm",
    {
      AlarmName: alarmName,
      ComparisonOperator: was?.ComparisonOperator,
      EvaluationPeriods: was?.EvaluationPeriods,
      MetricName: was?.MetricName,
      Namespace: was?.Namespace,
      Period: was?.Period,
      Statistic: was?.Statistic,
      Dimensions: was?.Dimensions,
      AlarmDescription: was?.AlarmDescription,
      AlarmActions: was?.AlarmActions,
      TreatMissingData: was?.TreatMissingData,
      DatapointsToAlarm: was?.DatapointsToAlarm,
      Threshold: 99,
    },
    ctx,
  );
  const rule = { IpProtocol: "tcp", FromPort: 2222, ToPort: 2222, IpRanges: [{ CidrIp: "192.0.2.0/24" }] };
  const balancerGroup = all.find(
    (one) => one.ResourceType === "AWS::EC2::SecurityGroup" && /alb|balancer/i.test(one.LogicalResourceId ?? ""),
  );
  centre.invoke(
    "ec2",
    "AuthorizeSecurityGroupIngress",
    { GroupId: balancerGroup?.PhysicalResourceId ?? "", IpPermissions: [rule] },
    ctx,
  );
  centre.invoke("logs", "DeleteLogGroup", { logGroupName: named("LogGroup") }, ctx);
  const service = { cluster: named("Cluster"), service: named("Service") };
  centre.invoke(
    "ecs",
    "UpdateService",
    { ...service, deploymentConfiguration: { maximumPercent: 100, minimumHealthyPercent: 0 } },
    ctx,
  );

  expect(check(found)).toMatchObject({
    DetectionStatus: "DETECTION_COMPLETE",
    StackDriftStatus: "DRIFTED",
    DriftedStackResourceCount: 5,
  });
  expect(told(found)).toEqual({
    AutoScalingGroup: ["NOT_EQUAL /MinSize 2 1", "NOT_EQUAL /MaxSize 4 9"],
    [alarm?.LogicalResourceId ?? ""]: [`NOT_EQUAL /Threshold ${was?.Threshold} 99`],
    [balancerGroup?.LogicalResourceId ?? ""]: [
      expect.stringMatching(
        /^ADD \/SecurityGroupIngress\/\d null {"IpProtocol":"tcp","FromPort":2222,"ToPort":2222,"CidrIp":"192\.0\.2\.0\/24"}$/,
      ),
    ],
    LogGroup: "DELETED",
    Service: expect.arrayContaining(["NOT_EQUAL /DeploymentConfiguration/MinimumHealthyPercent 50 0"]),
  });
  expect(centre.invoke("cloudformation", "DescribeStacks", { StackName: "s" }, ctx).Stacks?.[0]).toMatchObject({
    DriftInformation: { StackDriftStatus: "DRIFTED", LastCheckTimestamp: expect.any(Date) },
  });
  const listed = centre.invoke("cloudformation", "ListStackResources", { StackName: "s" }, ctx).StackResourceSummaries;
  expect(listed?.find((one) => one.LogicalResourceId === "LogGroup")?.DriftInformation).toMatchObject({
    StackResourceDriftStatus: "DELETED",
  });

  // Put back what was changed, it is in step again; the check of one resource answers at once.
  centre.invoke("autoscaling", "UpdateAutoScalingGroup", { ...group, MinSize: 2, MaxSize: 4 }, ctx);
  expect(
    centre.invoke(
      "cloudformation",
      "DetectStackResourceDrift",
      { StackName: "s", LogicalResourceId: "AutoScalingGroup" },
      ctx,
    ).StackResourceDrift,
  ).toMatchObject({ StackResourceDriftStatus: "IN_SYNC", PropertyDifferences: [] });
});
