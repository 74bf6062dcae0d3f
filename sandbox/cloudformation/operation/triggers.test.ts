import { expect, it } from "vitest";
import { createDataCentre } from "../../data-centre";
import type { CallContext } from "../../wire/handler";
import { Kernel } from "../../world/kernel";

const template = (value: string) =>
  `Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Name: /a, Value: ${value}}}}`;

function bench() {
  const start = Date.UTC(2026, 10, 23, 10);
  const centre = createDataCentre(new Kernel(() => start, { start }));
  const ctx: CallContext = { account: "111122223333", region: "eu-central-1", requestId: "test" };
  const alarmArn = `arn:aws:cloudwatch:${ctx.region}:${ctx.account}:alarm:errors`;
  centre.invoke(
    "monitoring",
    "PutMetricAlarm",
    {
      AlarmName: "errors",
      Namespace: "Own",
      MetricName: "Errors",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
    },
    ctx,
  );
  const configuration = (minutes: number, Arn = alarmArn) => ({
    MonitoringTimeInMinutes: minutes,
    RollbackTriggers: [{ Arn, Type: "AWS::CloudWatch::Alarm" }],
  });
  const call = (operation: "CreateStack" | "UpdateStack", value: string, minutes: number, arn?: string) =>
    centre.invoke(
      "cloudformation",
      operation,
      { StackName: "s", TemplateBody: template(value), RollbackConfiguration: configuration(minutes, arn) },
      ctx,
    );
  const stack = () => {
    const found = centre.invoke("cloudformation", "DescribeStacks", { StackName: "s" }, ctx).Stacks?.[0];
    return found?.StackStatus ?? "";
  };
  const reasons = () =>
    (centre.invoke("cloudformation", "DescribeStackEvents", { StackName: "s" }, ctx).StackEvents ?? [])
      .filter((event) => event.ResourceStatus?.endsWith("ROLLBACK_IN_PROGRESS"))
      .map((event) => event.ResourceStatusReason);
  const alarm = (StateValue: "ALARM" | "OK") =>
    centre.invoke("monitoring", "SetAlarmState", { AlarmName: "errors", StateValue, StateReason: "test" }, ctx);
  const value = () => centre.invoke("ssm", "GetParameter", { Name: "/a" }, ctx).Parameter?.Value;
  const run = (seconds: number) => centre.kernel.advance(seconds * 1000);
  return { call, stack, reasons, alarm, value, run, alarmArn, centre, ctx };
}

it("watches the alarms for the monitoring time before a creation is complete", () => {
  const { call, stack, run } = bench();
  call("CreateStack", "one", 10);
  run(9 * 60);
  expect(stack()).toBe("CREATE_IN_PROGRESS");
  run(2 * 60);
  expect(stack()).toBe("CREATE_COMPLETE");
});

it("rolls an update back when an alarm goes off after everything is deployed, before the clean-up", () => {
  const { call, stack, run, alarm, reasons, value, alarmArn } = bench();
  call("CreateStack", "one", 0);
  run(60);
  expect(stack()).toBe("CREATE_COMPLETE");
  call("UpdateStack", "two", 10);
  run(5 * 60);
  expect([stack(), value()]).toEqual(["UPDATE_IN_PROGRESS", "two"]);
  alarm("ALARM");
  run(60);
  expect([stack(), value()]).toEqual(["UPDATE_ROLLBACK_COMPLETE", "one"]);
  expect(reasons()).toEqual([`Rollback Trigger [${alarmArn}] went into ALARM state.`]);
});

it("minds no alarm that was off before it began, and can be cancelled while it watches", () => {
  const { call, stack, run, alarm, value, centre, ctx } = bench();
  call("CreateStack", "one", 0);
  run(60);
  alarm("ALARM");
  run(1);
  call("UpdateStack", "two", 1);
  run(50);
  expect([stack(), value()]).toEqual(["UPDATE_IN_PROGRESS", "two"]);
  centre.invoke("cloudformation", "CancelUpdateStack", { StackName: "s" }, ctx);
  run(60);
  expect([stack(), value()]).toEqual(["UPDATE_ROLLBACK_COMPLETE", "one"]);
});

it("fails a creation whose trigger does not exist", () => {
  const { call, stack, run, reasons } = bench();
  const arn = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:nobody";
  call("CreateStack", "one", 5, arn);
  run(60);
  expect(stack()).toBe("ROLLBACK_COMPLETE");
  expect(reasons()).toEqual([`Rollback Trigger [${arn}] does not exist. Rollback requested by user.`]);
});
