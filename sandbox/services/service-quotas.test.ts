import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListServicesCommand,
  paginateListServiceQuotas,
  ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { failed, startTestSandbox, type TestSandbox } from "../testing/sandbox-server";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(() => sandbox.close());

const client = (account: string, region = "us-east-1") => new ServiceQuotasClient(sandbox.client(account, { region }));
const VCPUS = { ServiceCode: "ec2", QuotaCode: "L-1216C47A" };

it("tells what an account has, what it had at first, and what a control set for one Region", async () => {
  const account = sandbox.newAccount();
  const value = async (region?: string) =>
    (await client(account, region).send(new GetServiceQuotaCommand(VCPUS))).Quota?.Value;
  expect(await value()).toBe(256);
  const { Quota } = await client(account).send(new GetAWSDefaultServiceQuotaCommand(VCPUS));
  expect(Quota).toMatchObject({
    Value: 5,
    QuotaName: "Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances",
    QuotaArn: `arn:aws:servicequotas:us-east-1:${account}:ec2/L-1216C47A`,
  });
  await sandbox.control("POST", "quota", { account, service: "ec2", code: "L-1216C47A", value: 8 });
  expect([await value(), await value("eu-west-1")]).toEqual([8, 256]);
});

it("lists services and quotas page by page, and knows what there is not", async () => {
  const account = sandbox.newAccount();
  const { Services } = await client(account).send(new ListServicesCommand({}));
  expect(Services?.map(({ ServiceCode }) => ServiceCode)).toContain("fargate");
  const pages = [];
  for await (const { Quotas } of paginateListServiceQuotas(
    { client: client(account) },
    { ServiceCode: "ecs", MaxResults: 2 },
  ))
    pages.push(Quotas?.map(({ QuotaName }) => QuotaName));
  expect(pages).toEqual([["Clusters per account", "Services per cluster"], ["Tasks per service"]]);
  const none = { ServiceCode: "ecs", QuotaCode: "L-00000000" };
  expect((await failed(client(account).send(new GetServiceQuotaCommand(none))))?.name).toBe("NoSuchResourceException");
  const refused = await sandbox.control("POST", "quota", { account, service: "ecs", code: "L-1", value: 1 });
  expect(refused.body.error).toBe("code must be one of ecs's quotas");
});
