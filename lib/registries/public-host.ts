import { BlockList, isIP } from "node:net";

/** Docker Hub's names, and the one host that answers for them. */
const HUB = new Set(["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);
const HUB_API = "registry-1.docker.io";

/** Names that never mean a host of the internet. https://www.iana.org/assignments/special-use-domain-names */
const INSIDE = /\.(?:internal|local|localhost|localdomain|lan|home|corp|intranet|private|test|invalid|onion|arpa)$/;

export const isDockerHub = (registry: string): boolean => HUB.has(registry.toLowerCase());

/**
 * The host that answers for a registry, or undefined for what is no public host's name: an address in any notation, a
 * single label, another port, a name of a network inside. What the name leads to is judged when it is connected to.
 */
export function apiHost(registry: string): string | undefined {
  const host = registry.toLowerCase();
  if (HUB.has(host)) return HUB_API;
  if (host.length > 253 || INSIDE.test(host)) return undefined;
  // The last label has a letter and no digit first, so neither 2130706433 nor 0x7f.1 nor 127.0.0.1 passes.
  const name = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;
  return name.test(host) ? host : undefined;
}

const closed = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  closed.addSubnet(net, prefix, "ipv4");
}
const open6 = new BlockList();
open6.addSubnet("2000::", 3, "ipv6");
// Within it: documentation, Teredo and 6to4, which lead to any IPv4 address.
for (const [net, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const) {
  closed.addSubnet(net, prefix, "ipv6");
}

/** Whether an address is of the public internet. https://www.iana.org/assignments/iana-ipv4-special-registry */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed.check(address, "ipv4");
  return family === 6 && open6.check(address, "ipv6") && !closed.check(address, "ipv6");
}
