/** Size of an EC2 instance type. */
export interface InstanceType {
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architecture: "amd64" | "arm64";
}

const SIZES: Record<string, [vcpus: number, memoryShare: number]> = {
  nano: [2, 0.125],
  micro: [2, 0.25],
  small: [2, 0.5],
  medium: [2, 1],
  large: [2, 2],
  xlarge: [4, 4],
  "2xlarge": [8, 8],
  "4xlarge": [16, 16],
};
/** MiB that one "share" of a size means in each family: t3.large 8 GiB, c6i.large 4 GiB, r6i.large 16 GiB. */
const FAMILIES: Record<string, [shareMiB: number, sizes: string[]]> = {
  t: [4096, ["nano", "micro", "small", "medium", "large", "xlarge", "2xlarge"]],
  m: [4096, ["medium", "large", "xlarge", "2xlarge", "4xlarge"]],
  c: [2048, ["medium", "large", "xlarge", "2xlarge", "4xlarge"]],
  r: [8192, ["medium", "large", "xlarge", "2xlarge", "4xlarge"]],
};
const NAMES: Record<string, string[]> = {
  t: ["t2", "t3", "t3a", "t4g"],
  m: ["m5", "m5a", "m6i", "m6a", "m6g", "m7i", "m7g"],
  c: ["c5", "c5a", "c6i", "c6a", "c6g", "c7i", "c7g"],
  r: ["r5", "r5a", "r6i", "r6g", "r7i", "r7g"],
};

const isArm = (family: string): boolean => /^[a-z]\dg/.test(family);

function build(): ReadonlyMap<string, InstanceType> {
  const all = new Map<string, InstanceType>();
  for (const [kind, families] of Object.entries(NAMES)) {
    const [shareMiB, sizes] = FAMILIES[kind] ?? [0, []];
    for (const family of families) {
      for (const size of sizes) {
        const shape = SIZES[size];
        // Only the Graviton generations sell a "medium" outside the burstable family.
        if (!shape || (kind !== "t" && size === "medium" && !isArm(family))) continue;
        const oneCore =
          (family === "t2" && ["nano", "micro", "small"].includes(size)) || (kind !== "t" && size === "medium");
        all.set(`${family}.${size}`, {
          vcpus: oneCore ? 1 : shape[0],
          memoryMiB: shape[1] * shareMiB,
          architecture: isArm(family) ? "arm64" : "amd64",
        });
      }
    }
  }
  return all;
}

/** The instance types this data centre sells: current burstable, general, compute and memory families. */
export const INSTANCE_TYPES: ReadonlyMap<string, InstanceType> = build();

const SMALLEST: InstanceType = { vcpus: 2, memoryMiB: 1024, architecture: "amd64" };

export const instanceType = (name: string): InstanceType => INSTANCE_TYPES.get(name) ?? SMALLEST;

/** Not every zone has every type: c7g is missing from zone c, and zone e has nothing but t3. */
export function isOffered(name: string, zone: string): boolean {
  const family = name.split(".")[0];
  if (zone.endsWith("c")) return family !== "c7g";
  return !zone.endsWith("e") || family === "t3";
}

/** Memory the container agent registers: the operating system keeps some to itself. */
export const registeredMemory = (type: InstanceType): number => Math.floor(type.memoryMiB * 0.965 - 40);
