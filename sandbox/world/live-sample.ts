/** Live Tail shows at most so many lines a second. */
const MOST = 500;

/**
 * What one second of a session shows: everything, or beyond 500 lines a fair choice of 500 in their order. Its own
 * randomness, so that the world goes the same way whether somebody watches or not.
 */
export function createLiveSample<T>() {
  let kept: { readonly order: number; readonly item: T }[] = [];
  let seen = 0;
  let seed = 1;
  const below = (bound: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 0x1_0000_0000) * bound);
  };
  return {
    add(item: T): void {
      const order = seen++;
      if (order < MOST) {
        kept.push({ order, item });
        return;
      }
      const place = below(seen);
      if (place < MOST) kept[place] = { order, item };
    },
    /** The second's lines; the next second begins empty. */
    take(): { events: T[]; sampled: boolean } {
      const sampled = seen > MOST;
      const events = kept.sort((a, b) => a.order - b.order).map(({ item }) => item);
      kept = [];
      seen = 0;
      return { events, sampled };
    },
  };
}
