import {
  DescribeServicesCommand,
  GetAttributeValuesCommand,
  GetProductsCommand,
  PricingClient,
  paginateGetProducts,
} from "@aws-sdk/client-pricing";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { failed, startTestSandbox, type TestSandbox } from "../testing/sandbox-server";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => expect(sandbox.bugs.splice(0)).toEqual([]));
afterAll(() => sandbox.close());

interface Listed {
  readonly product: { readonly attributes: Readonly<Record<string, string>> };
  readonly terms: {
    readonly OnDemand: Readonly<
      Record<
        string,
        { readonly priceDimensions: Readonly<Record<string, { readonly pricePerUnit: { readonly USD: string } }>> }
      >
    >;
  };
}
const priceOf = (text: unknown): number => {
  const { terms } = JSON.parse(String(text)) as Listed;
  const [term] = Object.values(terms.OnDemand);
  return Number(Object.values(term?.priceDimensions ?? {})[0]?.pricePerUnit.USD);
};
const client = () => new PricingClient(sandbox.client("123456789012"));
const match = (fields: Record<string, string>) =>
  Object.entries(fields).map(([Field, Value]) => ({ Type: "TERM_MATCH" as const, Field, Value }));

it("prices one machine in one Region as the price list writes it", async () => {
  const ask = async (regionCode: string) => {
    const Filters = match({ instanceType: "t3.small", regionCode, operatingSystem: "Linux", tenancy: "Shared" });
    const { PriceList = [] } = await client().send(new GetProductsCommand({ ServiceCode: "AmazonEC2", Filters }));
    expect(PriceList).toHaveLength(1);
    return priceOf(PriceList[0]);
  };
  expect(await ask("us-east-1")).toBe(0.0208);
  expect(await ask("eu-central-1")).toBeGreaterThan(0.0208);
});

it("prices what else a stack costs", async () => {
  const usd = async (ServiceCode: string, usagetype: string) => {
    const Filters = match({ usagetype, regionCode: "us-east-1" });
    return priceOf((await client().send(new GetProductsCommand({ ServiceCode, Filters }))).PriceList?.[0]);
  };
  expect(await usd("AWSELB", "LoadBalancerUsage")).toBe(0.0225);
  expect(await usd("AmazonECS", "Fargate-vCPU-Hours:perCPU")).toBe(0.04048);
  expect(await usd("AmazonVPC", "PublicIPv4:InUseAddress")).toBe(0.005);
});

it("lists services, values and products page by page", async () => {
  const { Services } = await client().send(new DescribeServicesCommand({ ServiceCode: "AmazonEC2" }));
  expect(Services?.[0]?.AttributeNames).toContain("instanceType");
  const AttributeName = "regionCode";
  const { AttributeValues } = await client().send(
    new GetAttributeValuesCommand({ ServiceCode: "AmazonEC2", AttributeName }),
  );
  expect(AttributeValues?.map(({ Value }) => Value)).toContain("eu-west-1");
  const Filters = match({ regionCode: "us-east-1" });
  const types = new Set<string | undefined>();
  for await (const { PriceList = [] } of paginateGetProducts(
    { client: client() },
    { ServiceCode: "AmazonEC2", Filters },
  ))
    for (const one of PriceList) types.add((JSON.parse(String(one)) as Listed).product.attributes.instanceType);
  expect(types.size).toBeGreaterThan(100);
  const none = client().send(new GetProductsCommand({ ServiceCode: "Nothing" }));
  expect((await failed(none))?.name).toBe("NotFoundException");
});
