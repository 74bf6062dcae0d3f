import type { KeyPairFacts, NetworkFacts, RouteFacts, RouteTableFacts, SubnetFacts, VpcFacts } from "./network-facts";
import { type Place, placeKey } from "./seams";
import { stableHex, stableId } from "./stable-id";

/**
 * What every account finds in every Region at first: a VPC "main" with three public subnets and two private ones
 * (private-b has no route table of its own, so the VPC's main table counts), and a VPC "isolated" without a way to the
 * internet. Worked out from the place, so that it is the same in every run.
 */
export function firstNetwork(place: Place): NetworkFacts {
  const id = (prefix: string, name: string) => stableId(prefix, place, name);
  const zone = (letter: string) => `${place.region}${letter}`;
  const ipv6 = `2600:1f${stableHex(2, placeKey(place))}:${stableHex(4, placeKey(place), "v6")}:${stableHex(2, "v6")}00`;

  const vpc = (name: string, cidr: string, ipv6Cidr?: string): VpcFacts => ({
    name,
    tags: {},
    vpcId: id("vpc", name),
    cidr,
    ...(ipv6Cidr === undefined ? {} : { ipv6Cidr, ipv6Id: id("vpc-cidr-assoc", name) }),
    moreCidrs: [],
    dnsSupport: true,
    dnsHostnames: true,
    mainRouteTableId: id("rtb", `${name}-main`),
  });
  const main = vpc("main", "10.0.0.0/16", `${ipv6}::/56`);
  const isolated = vpc("isolated", "10.1.0.0/16");

  const subnet = (of: VpcFacts, name: string, letter: string, cidr: string, more: Partial<SubnetFacts> = {}) => ({
    name,
    tags: {},
    subnetId: id("subnet", name),
    vpcId: of.vpcId,
    zone: zone(letter),
    cidr,
    publicIps: more.isPublic ?? false,
    ipv6Addresses: more.ipv6Cidr !== undefined,
    freeAddresses: 251,
    isPublic: false,
    ...more,
  });
  const subnets: SubnetFacts[] = [
    subnet(main, "public-a", "a", "10.0.0.0/24", { isPublic: true, ipv6Cidr: ipv6Subnet(ipv6, 0), freeAddresses: 243 }),
    subnet(main, "public-b", "b", "10.0.1.0/24", { isPublic: true, ipv6Cidr: ipv6Subnet(ipv6, 1), freeAddresses: 246 }),
    subnet(main, "public-c", "c", "10.0.2.0/24", { isPublic: true, freeAddresses: 251 }),
    subnet(main, "private-a", "a", "10.0.16.0/20", { freeAddresses: 4087 }),
    subnet(main, "private-b", "b", "10.0.32.0/20", { freeAddresses: 4090 }),
    subnet(isolated, "isolated-a", "a", "10.1.0.0/24"),
    // Nearly full, so that a check for free addresses has something to find.
    subnet(isolated, "isolated-b", "b", "10.1.1.0/28", { freeAddresses: 2 }),
  ];
  const subnetIds = (...names: string[]) => subnets.filter((s) => names.includes(s.name)).map((s) => s.subnetId);

  const internetGatewayId = id("igw", "main");
  const natGatewayId = id("nat", "main");
  const local = (of: VpcFacts): RouteFacts[] => [
    { destination: of.cidr, target: "local" },
    ...(of.ipv6Cidr === undefined ? [] : [{ destination: of.ipv6Cidr, target: "local" as const }]),
  ];
  const table = (
    of: VpcFacts,
    name: string,
    isMain: boolean,
    ids: string[],
    routes: RouteFacts[],
  ): RouteTableFacts => ({
    name,
    tags: {},
    routeTableId: isMain ? of.mainRouteTableId : id("rtb", name),
    vpcId: of.vpcId,
    main: isMain,
    associations: ids.map((subnetId) => ({ id: id("rtbassoc", `${name}-${subnetId}`), subnetId })),
    routes: [...local(of), ...routes],
  });
  const toNat: RouteFacts = { destination: "0.0.0.0/0", target: { natGatewayId } };

  return {
    vpcs: [main, isolated],
    subnets,
    routeTables: [
      table(main, "main", true, [], [toNat]),
      table(main, "public", false, subnetIds("public-a", "public-b", "public-c"), [
        { destination: "0.0.0.0/0", target: { gatewayId: internetGatewayId } },
        { destination: "::/0", target: { gatewayId: internetGatewayId } },
      ]),
      table(main, "private", false, subnetIds("private-a"), [toNat]),
      table(isolated, "isolated", true, [], []),
    ],
    internetGateways: [{ name: "main", tags: {}, internetGatewayId, vpcId: main.vpcId }],
    natGateways: [
      {
        name: "main",
        tags: {},
        natGatewayId,
        vpcId: main.vpcId,
        subnetId: subnetIds("public-a")[0] ?? "",
        publicIp: "203.0.113.17",
        privateIp: "10.0.0.41",
      },
    ],
    keyPairs: [keyPair(place, "slipway-dev", "ed25519"), keyPair(place, "ops", "rsa")],
  };
}

function ipv6Subnet(block: string, index: number): string {
  return `${block.slice(0, -2)}0${index}::/64`;
}

function keyPair(place: Place, name: string, type: KeyPairFacts["type"]): KeyPairFacts {
  const bytes = stableHex(40, placeKey(place), "key", name).match(/../g) ?? [];
  return {
    name,
    keyPairId: stableId("key", place, name),
    type,
    fingerprint: type === "rsa" ? bytes.join(":") : `${Buffer.from(bytes.join("")).toString("base64").slice(0, 43)}=`,
  };
}
