import * as ACM from "@aws-sdk/client-acm";
import * as EC2 from "@aws-sdk/client-ec2";
import * as ECR from "@aws-sdk/client-ecr";
import * as Route53 from "@aws-sdk/client-route-53";
import * as SSM from "@aws-sdk/client-ssm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { clientOptions, type WireServer } from "../testing/wire-server";
import { failure, startWorldServer } from "../testing/world-server";
import type { Kernel } from "../world/kernel";

/** The SDK's own clients against the handlers, over HTTP: what they answer must be what the SDK's schemas know. */
let server: WireServer;
let kernel: Kernel;
const now = Date.UTC(2026, 10, 23, 8);

beforeAll(async () => {
  ({ server, kernel } = await startWorldServer(now));
});
afterAll(() => server.close());
afterEach(() => expect(server.bugs.splice(0)).toEqual([]));

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
    "shop.acme.dev. A",
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
