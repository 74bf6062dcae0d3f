import * as CloudWatch from "@aws-sdk/client-cloudwatch";
import * as Logs from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { clientOptions, type WireServer } from "../testing/wire-server";
import { startWorldServer } from "../testing/world-server";

/** The SDK's own clients against the handlers, over HTTP: what they answer must be what the SDK's schemas know. */
let server: WireServer;
const now = Date.UTC(2026, 10, 23, 8);

beforeAll(async () => {
  ({ server } = await startWorldServer(now));
});
afterAll(() => server.close());
afterEach(() => expect(server.bugs.splice(0)).toEqual([]));

it("CloudWatch and Logs speak through their clients", async () => {
  const cloudWatch = new CloudWatch.CloudWatchClient(clientOptions(server.endpoint));
  const Dimensions = [{ Name: "Service", Value: "orders" }];
  await cloudWatch.send(
    new CloudWatch.PutMetricDataCommand({
      Namespace: "Acme",
      MetricData: [{ MetricName: "Queue", Dimensions, Values: [1, 3], Counts: [2, 1], Timestamp: new Date(now) }],
    }),
  );
  const { MetricDataResults } = await cloudWatch.send(
    new CloudWatch.GetMetricDataCommand({
      MetricDataQueries: [
        {
          Id: "q",
          MetricStat: { Metric: { Namespace: "Acme", MetricName: "Queue", Dimensions }, Period: 60, Stat: "Sum" },
        },
      ],
      StartTime: new Date(now),
      EndTime: new Date(now + 60_000),
    }),
  );
  expect(MetricDataResults?.[0]).toMatchObject({ Values: [5], Timestamps: [new Date(now)], StatusCode: "Complete" });
  expect(
    (await cloudWatch.send(new CloudWatch.ListMetricsCommand({ Namespace: "Acme", Dimensions: [{ Name: "Service" }] })))
      .Metrics,
  ).toHaveLength(1);
  await cloudWatch.send(
    new CloudWatch.PutMetricAlarmCommand({
      AlarmName: "a",
      Namespace: "Acme",
      MetricName: "Queue",
      Dimensions,
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      Tags: [{ Key: "k", Value: "v" }],
    }),
  );
  const { MetricAlarms, CompositeAlarms } = await cloudWatch.send(new CloudWatch.DescribeAlarmsCommand({}));
  expect(CompositeAlarms).toEqual([]);
  expect(MetricAlarms?.[0]?.StateUpdatedTimestamp).toBeInstanceOf(Date);
  expect(
    (await cloudWatch.send(new CloudWatch.DescribeAlarmHistoryCommand({ AlarmName: "a" }))).AlarmHistoryItems,
  ).toHaveLength(1);
  expect(
    (
      await cloudWatch.send(
        new CloudWatch.DescribeAlarmsForMetricCommand({ Namespace: "Acme", MetricName: "Queue", Dimensions }),
      )
    ).MetricAlarms,
  ).toHaveLength(1);
  expect(
    (await cloudWatch.send(new CloudWatch.ListTagsForResourceCommand({ ResourceARN: MetricAlarms?.[0]?.AlarmArn })))
      .Tags,
  ).toEqual([{ Key: "k", Value: "v" }]);

  const logs = new Logs.CloudWatchLogsClient(clientOptions(server.endpoint));
  await logs.send(new Logs.CreateLogGroupCommand({ logGroupName: "/g", tags: { a: "b" } }));
  await logs.send(new Logs.CreateLogStreamCommand({ logGroupName: "/g", logStreamName: "s" }));
  await logs.send(
    new Logs.PutLogEventsCommand({
      logGroupName: "/g",
      logStreamName: "s",
      logEvents: [{ timestamp: now, message: "hello" }],
    }),
  );
  const { events } = await logs.send(
    new Logs.FilterLogEventsCommand({ logGroupIdentifier: "arn:aws:logs:eu-west-1:111122223333:log-group:/g" }),
  );
  expect(events).toMatchObject([{ message: "hello", timestamp: now, logStreamName: "s" }]);
  expect(
    (await logs.send(new Logs.GetLogEventsCommand({ logGroupName: "/g", logStreamName: "s" }))).events,
  ).toHaveLength(1);
  expect(
    (await logs.send(new Logs.DescribeLogStreamsCommand({ logGroupName: "/g" }))).logStreams?.[0]?.lastEventTimestamp,
  ).toBe(now);
  expect((await logs.send(new Logs.DescribeLogGroupsCommand({}))).logGroups?.[0]?.logGroupName).toBe("/g");
  expect(
    (
      await logs.send(
        new Logs.ListTagsForResourceCommand({ resourceArn: "arn:aws:logs:eu-west-1:111122223333:log-group:/g" }),
      )
    ).tags,
  ).toEqual({ a: "b" });
});
