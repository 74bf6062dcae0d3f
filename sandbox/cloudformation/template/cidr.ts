/**
 * Fn::Cidr: `count` blocks with `bits` host bits each out of an address block, IPv4 or IPv6.
 * Undefined when the block is not an address block or too small.
 */
export function cidrBlocks(block: string, count: number, bits: number): string[] | undefined {
  const [address = "", length = ""] = block.split("/");
  const six = address.includes(":");
  const width = six ? 128 : 32;
  const prefix = width - bits;
  const base = six ? parseSix(address) : parseFour(address);
  if (base === undefined || !/^\d+$/.test(length) || Number(length) > prefix || prefix < 0) return undefined;
  if (count < 1 || count > 256 || BigInt(count) > 1n << BigInt(prefix - Number(length))) return undefined;
  const start = (base >> BigInt(width - Number(length))) << BigInt(width - Number(length));
  return Array.from({ length: count }, (_, i) => {
    const value = start + (BigInt(i) << BigInt(bits));
    return `${six ? formatSix(value) : formatFour(value)}/${prefix}`;
  });
}

function parseFour(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
}

const formatFour = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");

function parseSix(text: string): bigint | undefined {
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  const parts = [...left, ...Array<string>(Math.max(0, gap)).fill("0"), ...right];
  if (parts.length !== 8 || parts.some((part) => !/^[0-9a-f]{1,4}$/i.test(part))) return undefined;
  return parts.reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n);
}

function formatSix(value: bigint): string {
  const parts = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  let run = { start: 0, length: 0 };
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (parts[end] === "0") end++;
    if (end - start > run.length) run = { start, length: end - start };
  }
  if (run.length < 2) return parts.join(":");
  return `${parts.slice(0, run.start).join(":")}::${parts.slice(run.start + run.length).join(":")}`;
}
