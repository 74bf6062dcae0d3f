/** The Regions the simulated AWS has, with the short code its zone ids begin with. */
const REGIONS: Readonly<Record<string, { code: string; zones: string; optIn?: boolean }>> = {
  "us-east-1": { code: "use1", zones: "abcdef" },
  "us-east-2": { code: "use2", zones: "abc" },
  "us-west-1": { code: "usw1", zones: "abc" },
  "us-west-2": { code: "usw2", zones: "abcd" },
  "ca-central-1": { code: "cac1", zones: "abc" },
  "eu-west-1": { code: "euw1", zones: "abc" },
  "eu-west-2": { code: "euw2", zones: "abc" },
  "eu-west-3": { code: "euw3", zones: "abc" },
  "eu-central-1": { code: "euc1", zones: "abc" },
  "eu-north-1": { code: "eun1", zones: "abc" },
  "ap-northeast-1": { code: "apne1", zones: "abcd" },
  "ap-northeast-2": { code: "apne2", zones: "abcd" },
  "ap-northeast-3": { code: "apne3", zones: "abc" },
  "ap-south-1": { code: "aps1", zones: "abc" },
  "ap-southeast-1": { code: "apse1", zones: "abc" },
  "ap-southeast-2": { code: "apse2", zones: "abc" },
  "sa-east-1": { code: "sae1", zones: "abc" },
  "af-south-1": { code: "afs1", zones: "abc", optIn: true },
  "eu-south-1": { code: "eus1", zones: "abc", optIn: true },
};

export interface Zone {
  readonly name: string;
  readonly id: string;
}

export function regionNames(): string[] {
  return Object.keys(REGIONS).sort();
}

/** Whether an account must opt in before it can use the Region. */
export function needsOptIn(region: string): boolean {
  return REGIONS[region]?.optIn ?? false;
}

/** The Region's availability zones; a Region nobody listed here still has three. */
export function zonesOf(region: string): Zone[] {
  const { code, zones } = REGIONS[region] ?? { code: region.replaceAll("-", ""), zones: "abc" };
  return [...zones].map((letter, index) => ({ name: `${region}${letter}`, id: `${code}-az${index + 1}` }));
}
