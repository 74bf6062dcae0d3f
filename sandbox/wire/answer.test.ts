import { gunzipSync, gzipSync } from "node:zlib";
import { CloudWatchClient, DescribeAlarmsCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, StartLiveTailCommand } from "@aws-sdk/client-cloudwatch-logs";
import { describe, expect, it } from "vitest";
import { clientOptions, startWireServer } from "../testing/wire-server";
import { type AnyHandler, answer, type Call } from "./answer";
import { AwsError } from "./handler";

interface Given {
  method?: string;
  url?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

const form = (body: string): Given => ({ headers: { "content-type": "application/x-www-form-urlencoded" }, body });
const json = (target: string, body: string | Uint8Array, headers: Record<string, string> = {}): Given => ({
  headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target, ...headers },
  body,
});
const signed = (key: string, region: string, service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20261123/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

async function ask(given: Given, handler?: (input: never, call: Call) => unknown) {
  const bugs: unknown[] = [];
  const answered = await answer(
    {
      method: given.method ?? "POST",
      url: given.url ?? "/",
      headers: given.headers ?? {},
      body: Buffer.from(given.body ?? ""),
    },
    {
      find: () => handler as AnyHandler | undefined,
      newRequestId: () => "id-1",
      onBug: (_, error) => bugs.push(error),
    },
  );
  const text = answered.body instanceof Uint8Array ? Buffer.from(answered.body).toString("utf8") : "";
  return { ...answered, text, bugs };
}

describe("who asks what", () => {
  it("takes account, Region and service from the signature", async () => {
    const given = form("Action=DescribeStacks&Version=2010-05-15");
    const { call } = await ask(
      { ...given, headers: { ...given.headers, ...signed("210987654321", "eu-north-1", "cloudformation") } },
      () => ({}),
    );
    expect(call).toMatchObject({ account: "210987654321", region: "eu-north-1", operation: "DescribeStacks" });
  });

  it("takes the default account when the key is no account number", async () => {
    const given = json(
      "AmazonEC2ContainerServiceV20141113.ListClusters",
      "{}",
      signed("AKIAEXAMPLE", "us-east-1", "ecs"),
    );
    expect((await ask(given, () => ({}))).call).toMatchObject({ account: "123456789012", service: "ecs" });
  });

  it("knows unsigned requests by their version, target or path", async () => {
    expect((await ask(form("Action=GetCallerIdentity&Version=2011-06-15"), () => ({}))).call?.service).toBe("sts");
    expect((await ask(json("Logs_20140328.DescribeLogGroups", "{}"), () => ({}))).call?.service).toBe("logs");
    const zones = { method: "GET", url: "/2013-04-01/hostedzone?maxitems=2" };
    const { call } = await ask(zones, () => ({ HostedZones: [], IsTruncated: false, MaxItems: 2 }));
    expect(call).toMatchObject({ service: "route53", operation: "ListHostedZones" });
  });
});

describe("what cannot be answered", () => {
  it("says 501 and the operation's name when it is not built", async () => {
    const { status, text } = await ask(form("Action=CreateStackSet&Version=2010-05-15&StackSetName=x"));
    expect(status).toBe(501);
    expect(text).toContain("<Code>NotImplemented</Code>");
    expect(text).toContain("cloudformation:CreateStackSet");
  });

  it("refuses operations no model has", async () => {
    expect((await ask(form("Action=Nonsense&Version=2010-05-15"), () => ({}))).text).toContain("InvalidAction");
    const { status, text } = await ask(json("Logs_20140328.Nonsense", "{}"), () => ({}));
    expect([status, text]).toEqual([400, expect.stringContaining("UnknownOperationException")]);
  });

  it.each(["{", "[]", '{"logGroupName":1}', '"x"'])("refuses the body %s", async (body) => {
    const { status, text } = await ask(json("Logs_20140328.CreateLogGroup", body), () => ({}));
    expect(status).toBe(400);
    expect(text).toContain("SerializationException");
  });

  it("names missing required members as AWS does", async () => {
    const { status, text } = await ask(form("Action=CreateStack&Version=2010-05-15"), () => ({}));
    expect(status).toBe(400);
    expect(text).toContain(
      "1 validation error detected: Value null at 'stackName' failed to satisfy constraint: Member must not be null",
    );
  });

  it("reports an answer with a member the shape does not have", async () => {
    const { status, bugs } = await ask(json("Logs_20140328.DescribeLogGroups", "{}"), () => ({ logGroup: [] }));
    expect(status).toBe(500);
    expect(String(bugs[0])).toContain("no member logGroup");
  });

  it("refuses parameters nested too deeply, and keeps __proto__ a key", async () => {
    const deep = `Action=CreateStack&Version=2010-05-15&${"a.".repeat(200)}b=1`;
    expect((await ask(form(deep), () => ({}))).status).toBe(400);
    let seen: unknown;
    const tags = '{"logGroupName":"g","tags":{"__proto__":"x"}}';
    await ask(json("Logs_20140328.CreateLogGroup", tags), (input) => {
      seen = input;
      return {};
    });
    expect(Object.hasOwn((seen as { tags: object }).tags, "__proto__")).toBe(true);
  });
});

describe("the status of errors", () => {
  const refuse = (code: string, status?: number) => () => {
    throw new AwsError(code, "no", status);
  };
  it.each([
    [
      "the shape's in query",
      form("Action=DescribeChangeSet&Version=2010-05-15&ChangeSetName=c"),
      "ChangeSetNotFoundException",
      404,
    ],
    ["400 in JSON, whatever the shape says", json("AmazonSSM.GetParameter", '{"Name":"n"}'), "ParameterNotFound", 400],
    [
      "500 when the service is to blame",
      json("AmazonEC2ContainerServiceV20141113.ListClusters", "{}"),
      "InternalServerError",
      500,
    ],
  ])("is %s", async (_what, given, code, status) => {
    expect((await ask(given, refuse(code, status === 500 ? 500 : undefined))).status).toBe(status);
  });
});

describe("CloudWatch", () => {
  it("gives the query code beside the JSON error when asked", async () => {
    const headers = { "x-amzn-query-mode": "true", "content-type": "application/x-amz-json-1.0" };
    const refuse = () => {
      throw new AwsError("ValidationError", "Period must be a multiple of 60");
    };
    const { headers: given, text } = await ask(
      json("GraniteServiceVersion20100801.DescribeAlarms", "{}", headers),
      refuse,
    );
    expect(given["x-amzn-query-error"]).toBe("ValidationError;Sender");
    expect(JSON.parse(text)).toEqual({
      __type: "com.amazon.coral.validate#ValidationException",
      message: "Period must be a multiple of 60",
    });
  });

  it("reads the SDK's gzip bodies", async () => {
    const wire = await startWireServer();
    let seen: { MetricData?: unknown[] } = {};
    wire.handler = (input) => {
      seen = input as typeof seen;
      return {};
    };
    const client = new CloudWatchClient(clientOptions(wire.endpoint));
    const MetricData = Array.from({ length: 400 }, (_, i) => ({ MetricName: `metric-number-${i}`, Value: i }));
    await client.send(new PutMetricDataCommand({ Namespace: "n", MetricData }));
    expect(seen.MetricData).toEqual(MetricData);
    client.destroy();
    wire.close();
  });

  it("refuses a gzip body that is none, and one that is a bomb", async () => {
    const target = "GraniteServiceVersion20100801.PutMetricData";
    const bad = await ask(json(target, "not gzip", { "content-encoding": "gzip" }), () => ({}));
    expect(bad.status).toBe(400);
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024));
    expect(gunzipSync(bomb).length).toBeGreaterThan(64 * 1024 * 1024);
    expect((await ask(json(target, bomb, { "content-encoding": "gzip" }), () => ({}))).status).toBe(400);
  });

  it("leaves out members that are not there", async () => {
    const wire = await startWireServer();
    wire.handler = () => ({ MetricAlarms: [], NextToken: undefined });
    const client = new CloudWatchClient(clientOptions(wire.endpoint));
    const { $metadata: _, ...output } = await client.send(new DescribeAlarmsCommand({}));
    expect(Object.keys(output)).toEqual(["MetricAlarms"]);
    client.destroy();
    wire.close();
  });
});

describe("event streams", () => {
  it("streams StartLiveTail's events to the SDK and learns that the reader left", async () => {
    const wire = await startWireServer();
    let left = false;
    wire.handler = () => ({
      responseStream: (async function* () {
        try {
          yield { sessionStart: { sessionId: "s-1", requestId: "r-1" } };
          for (let i = 0; ; i++) {
            yield { sessionUpdate: { sessionResults: [{ message: `line ${i}`, timestamp: 1_800_000_000_000 + i }] } };
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        } finally {
          left = true;
        }
      })(),
    });
    const client = new CloudWatchLogsClient(clientOptions(wire.endpoint));
    const { responseStream } = await client.send(
      new StartLiveTailCommand({ logGroupIdentifiers: ["arn:aws:logs:eu-west-1:111122223333:log-group:g"] }),
    );
    const lines: unknown[] = [];
    for await (const event of responseStream ?? []) {
      if (event.sessionStart) lines.push(event.sessionStart.sessionId);
      for (const line of event.sessionUpdate?.sessionResults ?? []) lines.push(line.message);
      if (lines.length >= 3) break;
    }
    expect(lines).toEqual(["s-1", "line 0", "line 1"]);
    client.destroy();
    await expect.poll(() => left).toBe(true);
    wire.close();
  });
});
