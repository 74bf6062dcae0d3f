/**
 * On-demand list prices in US dollars, Linux, shared tenancy, for the sizes the stored templates offer. A bundled table: AWS
 * allows the Price List API to few, and a launch should not wait for it. Source: the pricing pages of Amazon EC2, EBS,
 * Elastic Load Balancing, AWS Fargate and Amazon VPC.
 */
export const PRICES_OF = "January 2025";

export interface RegionPrices {
  /** An hour, by instance type. */
  readonly instance: Readonly<Record<string, number>>;
  /** An hour of a load balancer, without its capacity units. */
  readonly loadBalancer: number;
  /** An hour of one vCPU and of one GB on Fargate. */
  readonly fargate: { readonly cpu: number; readonly gb: number };
  /** A GB of gp3 for a month. */
  readonly disk: number;
  /** A GB of logs taken in. */
  readonly logs: number;
}

/** An hour of one public IPv4 address, in every Region. */
export const PUBLIC_IPV4 = 0.005;
export const HOURS_A_MONTH = 730;

/** Sizes of a family double in price from one to the next. */
function family(name: string, smallest: number, sizes: readonly string[]): [string, number][] {
  return sizes.map((size, at) => [`${name}.${size}`, smallest * 2 ** at]);
}
const BURST = ["micro", "small", "medium", "large", "xlarge", "2xlarge"];
const FULL = ["large", "xlarge", "2xlarge", "4xlarge"];

const VIRGINIA: RegionPrices = {
  instance: Object.fromEntries([
    ...family("t3", 0.0104, BURST),
    ...family("t4g", 0.0084, BURST),
    ...family("m5", 0.096, FULL),
    ...family("m6i", 0.096, FULL),
    ...family("m6g", 0.077, FULL),
    ...family("m7g", 0.0816, FULL),
    ...family("m7i", 0.1008, FULL),
    ...family("c5", 0.085, FULL),
    ...family("c6i", 0.085, FULL),
    ...family("c6g", 0.068, FULL),
    ...family("c7g", 0.0725, FULL),
  ]),
  loadBalancer: 0.0225,
  fargate: { cpu: 0.04048, gb: 0.004445 },
  disk: 0.08,
  logs: 0.5,
};

const PRICES: Readonly<Record<string, RegionPrices>> = {
  "us-east-1": VIRGINIA,
  "us-west-2": VIRGINIA,
  "eu-west-1": {
    instance: Object.fromEntries([
      ...family("t3", 0.0114, BURST),
      ...family("t4g", 0.0092, BURST),
      ...family("m5", 0.107, FULL),
    ]),
    loadBalancer: 0.0252,
    fargate: { cpu: 0.04048, gb: 0.004445 },
    disk: 0.088,
    logs: 0.57,
  },
  "eu-central-1": {
    instance: Object.fromEntries([
      ...family("t3", 0.012, BURST),
      ...family("t4g", 0.0096, BURST),
      ...family("m5", 0.115, FULL),
    ]),
    loadBalancer: 0.027,
    fargate: { cpu: 0.04656, gb: 0.00511 },
    disk: 0.0952,
    logs: 0.63,
  },
};

/** The prices of a Region; undefined for one the table does not have. */
export const pricesOf = (region: string): RegionPrices | undefined =>
  Object.hasOwn(PRICES, region) ? PRICES[region] : undefined;
