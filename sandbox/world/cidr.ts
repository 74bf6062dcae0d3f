/** An IPv4 block as its first and last address; undefined when the text is none or does not begin at its first address. */
export function ipv4Block(cidr: string): { first: number; last: number; length: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((part) => part > 255) || length > 32) return undefined;
  const size = 2 ** (32 - length);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return first % size === 0 ? { first, last: first + size - 1, length } : undefined;
}

export function overlap(one: string, other: string): boolean {
  const a = ipv4Block(one);
  const b = ipv4Block(other);
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

export function within(inner: string, outer: string): boolean {
  const a = ipv4Block(inner);
  const b = ipv4Block(outer);
  return a !== undefined && b !== undefined && a.first >= b.first && a.last <= b.last;
}
