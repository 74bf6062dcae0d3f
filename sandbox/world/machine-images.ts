import { stableHex } from "./stable-id";

export interface MachineImage {
  readonly imageId: string;
  readonly name: string;
  readonly description: string;
  readonly architecture: "x86_64" | "arm64";
  readonly createdAt: string;
  readonly deprecatedAt: string;
  /** Has the ECS agent, so that its instances can join a cluster. */
  readonly ecsOptimized: boolean;
  readonly platform: "al2023" | "al2";
  /** The newest of its kind: what AWS's public parameter names. */
  readonly recommended: boolean;
  readonly ownerId: string;
  readonly ownerAlias: "amazon";
  readonly rootDevice: string;
  readonly snapshotId: string;
  readonly volumeGiB: number;
}

const AMAZON_ECS = "591542846629";
const AMAZON = "137112412989";

interface Release {
  readonly platform: MachineImage["platform"];
  readonly ecs: boolean;
  readonly version: string;
  readonly recommended: boolean;
}

const RELEASES: readonly Release[] = [
  { platform: "al2023", ecs: true, version: "2023.0.20261117", recommended: true },
  { platform: "al2023", ecs: true, version: "2023.0.20261020", recommended: false },
  { platform: "al2", ecs: true, version: "2.0.20260610", recommended: true },
  { platform: "al2023", ecs: false, version: "2023.9.20261116.0", recommended: true },
];

/** Amazon's own images in a Region: the same ids for every account, others in every Region. */
export function machineImages(region: string): readonly MachineImage[] {
  const known = byRegion.get(region);
  if (known) return known;
  const made = RELEASES.flatMap((release) =>
    (["x86_64", "arm64"] as const).map((architecture) => describe(region, release, architecture)),
  );
  byRegion.set(region, made);
  return made;
}

const byRegion = new Map<string, readonly MachineImage[]>();

export function machineImage(region: string, imageId: string): MachineImage | undefined {
  return machineImages(region).find((image) => image.imageId === imageId);
}

function describe(region: string, release: Release, architecture: MachineImage["architecture"]): MachineImage {
  const { platform, ecs, version } = release;
  const name =
    platform === "al2"
      ? `amzn2-ami-ecs-hvm-${version}-${architecture}-ebs`
      : ecs
        ? `al2023-ami-ecs-hvm-${version}-kernel-6.1-${architecture}`
        : `al2023-ami-${version}-kernel-6.1-${architecture}`;
  const day = /(\d{4})(\d{2})(\d{2})(?:\.0)?$/.exec(version);
  const date = day ? `${day[1]}-${day[2]}-${day[3]}` : "2026-01-01";
  return {
    imageId: `ami-0${stableHex(16, region, name)}`,
    name,
    description: ecs
      ? `Amazon Linux AMI ${version} ${architecture} ECS HVM EBS`
      : `Amazon Linux 2023 AMI ${version} ${architecture} HVM kernel-6.1`,
    architecture,
    createdAt: `${date}T01:12:34.000Z`,
    deprecatedAt: `${Number(date.slice(0, 4)) + 2}${date.slice(4)}T01:12:34.000Z`,
    ecsOptimized: ecs,
    platform,
    recommended: release.recommended,
    ownerId: ecs ? AMAZON_ECS : AMAZON,
    ownerAlias: "amazon",
    rootDevice: "/dev/xvda",
    snapshotId: `snap-0${stableHex(16, region, name, "snapshot")}`,
    volumeGiB: ecs ? 30 : 8,
  };
}
