import * as ACM from "@aws-sdk/client-acm";
import * as CloudWatch from "@aws-sdk/client-cloudwatch";
import * as Logs from "@aws-sdk/client-cloudwatch-logs";
import * as EC2 from "@aws-sdk/client-ec2";
import * as ECR from "@aws-sdk/client-ecr";
import * as IAM from "@aws-sdk/client-iam";
import * as Route53 from "@aws-sdk/client-route-53";
import * as SSM from "@aws-sdk/client-ssm";
import * as STS from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientOptions, startWireServer, type WireServer } from "../testing/wire-server";
import { Kernel } from "../world/kernel";
import { createWorld } from "../world/world";
import { createServices } from "./index";

/** The SDK's own clients against the handlers, over HTTP: what they answer must be what the SDK's schemas know. */
let server: WireServer;
const now = Date.UTC(2026, 10, 23, 8);
const kernel = new Kernel(() => now);
const services = createServices(createWorld(kernel));
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
});
const ALLOW = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });

beforeAll(async () => {
  server = await startWireServer();
  server.handler = (input, call) => {
    const handler = services.find(call.service, call.operation);
    if (!handler) throw new Error(`${call.service}:${call.operation} is not built`);
    return handler(input as never, call);
  };
});
afterAll(() => server.close());
afterEach(() => expect(server.bugs.splice(0)).toEqual([]));

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: Error) => ({ name: error.name, message: error.message }),
  );

describe("EC2", () => {
  const ec2 = () => new EC2.EC2Client(clientOptions(server.endpoint));
  it("reads the network and the catalogues", async () => {
    const client = ec2();
    const vpcs = await client.send(new EC2.DescribeVpcsCommand({ Filters: [{ Name: "tag:Name", Values: ["main"] }] }));
    expect(vpcs.Vpcs).toHaveLength(1);
    const [vpc] = vpcs.Vpcs ?? [];
    const subnets = await client.send(
      new EC2.DescribeSubnetsCommand({ Filters: [{ Name: "vpc-id", Values: [vpc?.VpcId ?? ""] }] }),
    );
    expect(subnets.Subnets).toHaveLength(5);
    const tables = await client.send(new EC2.DescribeRouteTablesCommand({}));
    expect(tables.RouteTables?.flatMap((table) => table.Associations ?? []).filter((one) => one.Main)).toHaveLength(2);
    expect((await client.send(new EC2.DescribeInternetGatewaysCommand({}))).InternetGateways).toHaveLength(1);
    expect((await client.send(new EC2.DescribeNatGatewaysCommand({}))).NatGateways?.[0]?.State).toBe("available");
    expect((await client.send(new EC2.DescribeAvailabilityZonesCommand({}))).AvailabilityZones).toHaveLength(3);
    expect((await client.send(new EC2.DescribeKeyPairsCommand({}))).KeyPairs?.map((pair) => pair.KeyName)).toEqual([
      "slipway-dev",
      "ops",
    ]);
    expect((await client.send(new EC2.DescribeRegionsCommand({}))).Regions?.length).toBeGreaterThan(10);
    expect((await client.send(new EC2.DescribeAccountAttributesCommand({}))).AccountAttributes?.length).toBeGreaterThan(
      3,
    );
    expect(
      (await client.send(new EC2.DescribeVpcAttributeCommand({ VpcId: vpc?.VpcId, Attribute: "enableDnsSupport" })))
        .EnableDnsSupport?.Value,
    ).toBe(true);
    const types = await client.send(
      new EC2.DescribeInstanceTypesCommand({ InstanceTypes: ["t4g.small", "m6i.large"] }),
    );
    expect(types.InstanceTypes?.find((type) => type.InstanceType === "t4g.small")).toMatchObject({
      MemoryInfo: { SizeInMiB: 2048 },
      ProcessorInfo: { SupportedArchitectures: ["arm64"] },
    });
    const offered = await client.send(
      new EC2.DescribeInstanceTypeOfferingsCommand({ LocationType: "availability-zone", MaxResults: 5 }),
    );
    expect(offered.NextToken).toBeDefined();
  });

  it("finds the image the public parameter names", async () => {
    const ssm = new SSM.SSMClient(clientOptions(server.endpoint));
    const base = "/aws/service/ecs/optimized-ami/amazon-linux-2023";
    const { Parameters, InvalidParameters } = await ssm.send(
      new SSM.GetParametersCommand({
        Names: [`${base}/recommended/image_id`, `${base}/arm64/recommended/image_id`, "/none"],
      }),
    );
    expect(InvalidParameters).toEqual(["/none"]);
    const { Images } = await ec2().send(
      new EC2.DescribeImagesCommand({ ImageIds: Parameters?.map(({ Value = "" }) => Value) }),
    );
    expect(Images?.map((image) => image.Architecture).sort()).toEqual(["arm64", "x86_64"]);
  });
});

it("ECR answers with dates, sizes and manifests", async () => {
  const ecr = new ECR.ECRClient(clientOptions(server.endpoint));
  const { repositories } = await ecr.send(new ECR.DescribeRepositoriesCommand({}));
  expect(repositories?.map((one) => one.repositoryName)).toEqual(["acme/catalog", "acme/orders", "acme/payments"]);
  const { imageDetails } = await ecr.send(
    new ECR.DescribeImagesCommand({ repositoryName: "acme/orders", maxResults: 2 }),
  );
  expect(imageDetails?.[0]?.imagePushedAt).toBeInstanceOf(Date);
  expect((await ecr.send(new ECR.ListImagesCommand({ repositoryName: "acme/catalog" }))).imageIds).toHaveLength(5);
  const { images } = await ecr.send(
    new ECR.BatchGetImageCommand({ repositoryName: "acme/orders", imageIds: [{ imageTag: "latest" }] }),
  );
  expect(images?.[0]?.imageManifest).toContain("sha256:");
  expect((await ecr.send(new ECR.GetAuthorizationTokenCommand({}))).authorizationData?.[0]?.expiresAt).toBeInstanceOf(
    Date,
  );
});

describe("IAM and STS", () => {
  it("makes a role with policies and an instance profile, and refuses to delete them in the wrong order", async () => {
    const iam = new IAM.IAMClient(clientOptions(server.endpoint));
    const role = { RoleName: "instance" };
    const { Role } = await iam.send(
      new IAM.CreateRoleCommand({ ...role, AssumeRolePolicyDocument: TRUST, Tags: [{ Key: "a", Value: "b" }] }),
    );
    expect(Role?.Arn).toBe("arn:aws:iam::111122223333:role/instance");
    expect(
      await failure(iam.send(new IAM.CreateRoleCommand({ ...role, AssumeRolePolicyDocument: TRUST }))),
    ).toMatchObject({
      name: "EntityAlreadyExistsException",
    });
    const PolicyArn = "arn:aws:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role";
    await iam.send(new IAM.AttachRolePolicyCommand({ ...role, PolicyArn }));
    await iam.send(new IAM.PutRolePolicyCommand({ ...role, PolicyName: "own", PolicyDocument: ALLOW }));
    await iam.send(new IAM.CreateInstanceProfileCommand({ InstanceProfileName: "profile" }));
    await iam.send(new IAM.AddRoleToInstanceProfileCommand({ InstanceProfileName: "profile", ...role }));
    const read = await iam.send(new IAM.GetInstanceProfileCommand({ InstanceProfileName: "profile" }));
    expect(decodeURIComponent(read.InstanceProfile?.Roles?.[0]?.AssumeRolePolicyDocument ?? "")).toBe(TRUST);
    expect((await iam.send(new IAM.ListAttachedRolePoliciesCommand(role))).AttachedPolicies).toEqual([
      { PolicyName: "AmazonEC2ContainerServiceforEC2Role", PolicyArn },
    ]);
    expect(
      decodeURIComponent(
        (await iam.send(new IAM.GetRolePolicyCommand({ ...role, PolicyName: "own" }))).PolicyDocument ?? "",
      ),
    ).toBe(ALLOW);
    expect(await failure(iam.send(new IAM.DeleteRoleCommand(role)))).toEqual({
      name: "DeleteConflictException",
      message: "Cannot delete entity, must remove roles from instance profile first.",
    });
    await iam.send(new IAM.RemoveRoleFromInstanceProfileCommand({ InstanceProfileName: "profile", ...role }));
    await iam.send(new IAM.DeleteInstanceProfileCommand({ InstanceProfileName: "profile" }));
    await iam.send(new IAM.DetachRolePolicyCommand({ ...role, PolicyArn }));
    await iam.send(new IAM.DeleteRolePolicyCommand({ ...role, PolicyName: "own" }));
    await iam.send(new IAM.DeleteRoleCommand(role));
    expect(await failure(iam.send(new IAM.GetRoleCommand(role)))).toEqual({
      name: "NoSuchEntityException",
      message: "The role with name instance cannot be found.",
    });
  });

  it("keeps versions of managed policies, and allows everything", async () => {
    const iam = new IAM.IAMClient(clientOptions(server.endpoint));
    const { Policy } = await iam.send(new IAM.CreatePolicyCommand({ PolicyName: "p", PolicyDocument: ALLOW }));
    const PolicyArn = Policy?.Arn ?? "";
    await iam.send(new IAM.CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: ALLOW, SetAsDefault: true }));
    expect((await iam.send(new IAM.GetPolicyCommand({ PolicyArn }))).Policy?.DefaultVersionId).toBe("v2");
    expect(
      (await iam.send(new IAM.ListPolicyVersionsCommand({ PolicyArn }))).Versions?.map((one) => one.VersionId),
    ).toEqual(["v2", "v1"]);
    expect((await iam.send(new IAM.ListPoliciesCommand({ Scope: "Local" }))).Policies).toHaveLength(1);
    expect(
      await failure(iam.send(new IAM.CreatePolicyCommand({ PolicyName: "bad", PolicyDocument: "not json" }))),
    ).toMatchObject({
      name: "MalformedPolicyDocumentException",
    });
    const asked = await iam.send(
      new IAM.SimulatePrincipalPolicyCommand({ PolicySourceArn: PolicyArn, ActionNames: ["ecs:CreateService"] }),
    );
    expect(asked.EvaluationResults?.[0]?.EvalDecision).toBe("allowed");
  });

  it("says who calls and lends a role", async () => {
    const sts = new STS.STSClient(clientOptions(server.endpoint));
    expect(await sts.send(new STS.GetCallerIdentityCommand({}))).toMatchObject({
      Account: "111122223333",
      Arn: "arn:aws:iam::111122223333:user/slipway",
    });
    const iam = new IAM.IAMClient(clientOptions(server.endpoint));
    await iam.send(new IAM.CreateRoleCommand({ RoleName: "lent", AssumeRolePolicyDocument: TRUST }));
    const lent = await sts.send(
      new STS.AssumeRoleCommand({ RoleArn: "arn:aws:iam::111122223333:role/lent", RoleSessionName: "s" }),
    );
    expect(lent.Credentials?.AccessKeyId).toBe("111122223333");
    expect(
      await failure(
        sts.send(new STS.AssumeRoleCommand({ RoleArn: "arn:aws:iam::111122223333:role/no", RoleSessionName: "s" })),
      ),
    ).toMatchObject({ name: "AccessDenied" });
  });
});

it("SSM puts, overwrites, hides and deletes", async () => {
  const ssm = new SSM.SSMClient(clientOptions(server.endpoint));
  const put = (more: Partial<SSM.PutParameterRequest>) =>
    ssm.send(new SSM.PutParameterCommand({ Name: "/acme/db", Value: "one", Type: "SecureString", ...more }));
  expect((await put({})).Version).toBe(1);
  expect(await failure(put({}))).toMatchObject({ name: "ParameterAlreadyExists" });
  expect((await put({ Value: "two", Overwrite: true })).Version).toBe(2);
  const read = async (WithDecryption: boolean) =>
    (await ssm.send(new SSM.GetParameterCommand({ Name: "/acme/db", WithDecryption }))).Parameter?.Value;
  expect(await read(true)).toBe("two");
  expect(await read(false)).not.toContain("two");
  const below = await ssm.send(new SSM.GetParametersByPathCommand({ Path: "/acme" }));
  expect(below.Parameters?.map((one) => one.Name)).toEqual(["/acme/db"]);
  await ssm.send(new SSM.DeleteParameterCommand({ Name: "/acme/db" }));
  expect(await failure(ssm.send(new SSM.GetParameterCommand({ Name: "/acme/db" })))).toMatchObject({
    name: "ParameterNotFound",
  });
  expect(await failure(put({ Name: "/aws/mine" }))).toMatchObject({ name: "AccessDeniedException" });
});

it("Route 53 changes a zone whole or not at all", async () => {
  const dns = new Route53.Route53Client(clientOptions(server.endpoint));
  const { HostedZones } = await dns.send(new Route53.ListHostedZonesCommand({}));
  const HostedZoneId = HostedZones?.find((zone) => zone.Name === "acme.dev.")?.Id ?? "";
  expect(HostedZoneId).toMatch(/^\/hostedzone\/Z0/);
  const alias = {
    DNSName: "orders.eu-west-1.elb.amazonaws.com",
    HostedZoneId: "Z32O12XQLNTSW2",
    EvaluateTargetHealth: true,
  };
  const change = (...changes: [Route53.ChangeAction, string][]) =>
    dns.send(
      new Route53.ChangeResourceRecordSetsCommand({
        HostedZoneId,
        ChangeBatch: {
          Changes: changes.map(([Action, Name]) => ({
            Action,
            ResourceRecordSet: { Name, Type: "A", AliasTarget: alias },
          })),
        },
      }),
    );
  const { ChangeInfo } = await change(["CREATE", "orders.acme.dev"]);
  expect(ChangeInfo?.Status).toBe("PENDING");
  expect(await failure(change(["CREATE", "new.acme.dev"], ["CREATE", "orders.acme.dev"]))).toMatchObject({
    name: "InvalidChangeBatch",
    message: expect.stringContaining("[name='orders.acme.dev.', type='A'] but it already exists"),
  });
  const { ResourceRecordSets } = await dns.send(new Route53.ListResourceRecordSetsCommand({ HostedZoneId }));
  expect(ResourceRecordSets?.map((one) => `${one.Name} ${one.Type}`)).toEqual([
    "acme.dev. NS",
    "acme.dev. SOA",
    "orders.acme.dev. A",
    "www.acme.dev. CNAME",
  ]);
  kernel.runUntil(kernel.now() + 60_000);
  expect((await dns.send(new Route53.GetChangeCommand({ Id: ChangeInfo?.Id }))).ChangeInfo?.Status).toBe("INSYNC");
  expect(
    (await dns.send(new Route53.GetHostedZoneCommand({ Id: HostedZoneId }))).DelegationSet?.NameServers,
  ).toHaveLength(4);
  expect(
    (await dns.send(new Route53.ListHostedZonesByNameCommand({ DNSName: "acme.dev" }))).HostedZones?.[0]?.Name,
  ).toBe("acme.dev.");
});

it("ACM tells good certificates from bad", async () => {
  const acm = new ACM.ACMClient(clientOptions(server.endpoint));
  const { CertificateSummaryList } = await acm.send(
    new ACM.ListCertificatesCommand({ CertificateStatuses: ["ISSUED"] }),
  );
  expect(CertificateSummaryList?.map((one) => one.DomainName)).toEqual(["*.acme.dev", "api.acme.dev"]);
  const { Certificate } = await acm.send(
    new ACM.DescribeCertificateCommand({ CertificateArn: CertificateSummaryList?.[1]?.CertificateArn }),
  );
  const days = ((Certificate?.NotAfter?.getTime() ?? 0) - now) / 86_400_000;
  expect(days).toBeGreaterThan(0);
  expect(days).toBeLessThan(10);
});

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
