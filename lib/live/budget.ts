import "server-only";
import type { AwsCall, AwsContext } from "@/lib/aws/client";
import type { Clock } from "@/lib/clock";
import { type Place, placeKey } from "@/lib/place";
import { QUOTAS, UNPUBLISHED } from "./quotas";

export interface BudgetUse {
  readonly account: string;
  readonly region: string;
  /** 0–1 of what may be spent, of the API nearest to its limit, over the last minute. */
  readonly used: number;
  readonly throttled: boolean;
  readonly topApi?: string;
}

/** What pollers may spend of AWS's API quotas, per account, Region and quota. Writes are counted, never held back. */
export interface Budget {
  /** Resolves when a call may be sent; the call is then counted as spent. */
  acquire(place: Place, api: string): Promise<void>;
  /** Hears of every finished call, also of those that did not ask. */
  note(call: AwsCall): void;
  use(places: readonly Place[]): readonly BudgetUse[];
}

/** At most this share of a quota is spent by watching; the rest belongs to the account's other tools. */
const SHARE = 0.5;
const WINDOW_MS = 60_000;
const THROTTLED_FOR_MS = 30_000;
/** After a throttle the rate is halved, at most once a second and down to an eighth; without another it grows back. */
const HALVE_EVERY_MS = 1_000;
const LEAST_SHARE = 1 / 8;
/** A quarter each two seconds: when AWS has room again, watching is back within ten. */
const GROW_EVERY_MS = 2_000;
const GROW_SHARE = 1 / 4;
/** Two alarms of one service are asked about together. */
const LEAST_BURST = 2;

interface Bucket {
  readonly name: string;
  readonly full: { burst: number; perSecond: number };
  perSecond: number;
  tokens: number;
  filledAt: number;
  grownAt: number;
  throttledAt: number;
  spent: number[];
}

export function createBudget({ clock, share = SHARE }: { clock: Clock; share?: number }): Budget {
  const buckets = new Map<string, Bucket>();

  function bucketOf(place: Place, api: string): Bucket {
    const quota = QUOTAS[api]?.(place.region) ?? { name: api, ...UNPUBLISHED };
    const key = `${placeKey(place)}/${quota.name}`;
    const known = buckets.get(key);
    if (known) return known;
    const full = { burst: Math.max(LEAST_BURST, quota.burst * share), perSecond: quota.perSecond * share };
    const now = clock.now();
    const made: Bucket = {
      name: quota.name,
      full,
      perSecond: full.perSecond,
      tokens: full.burst,
      filledAt: now,
      grownAt: now,
      throttledAt: Number.NEGATIVE_INFINITY,
      spent: [],
    };
    buckets.set(key, made);
    return made;
  }

  function refill(bucket: Bucket): void {
    const now = clock.now();
    if (bucket.perSecond < bucket.full.perSecond && now - bucket.grownAt >= GROW_EVERY_MS) {
      bucket.perSecond = Math.min(bucket.full.perSecond, bucket.perSecond + bucket.full.perSecond * GROW_SHARE);
      bucket.grownAt = now;
    }
    const grown = bucket.tokens + ((now - bucket.filledAt) / 1_000) * bucket.perSecond;
    bucket.tokens = Math.min(bucket.full.burst, grown);
    bucket.filledAt = now;
    while (bucket.spent[0] !== undefined && bucket.spent[0] < now - WINDOW_MS) bucket.spent.shift();
  }

  return {
    async acquire(place, api) {
      const bucket = bucketOf(place, api);
      refill(bucket);
      // Taken before waiting, so that callers queue up behind each other.
      bucket.tokens -= 1;
      if (bucket.tokens < 0) await clock.sleep((-bucket.tokens / bucket.perSecond) * 1_000);
    },
    note({ place, api, outcome }) {
      const bucket = bucketOf(place, api);
      refill(bucket);
      bucket.spent.push(clock.now());
      if (outcome !== "throttled") return;
      const now = clock.now();
      if (now - bucket.throttledAt >= HALVE_EVERY_MS) {
        bucket.perSecond = Math.max(bucket.full.perSecond * LEAST_SHARE, bucket.perSecond / 2);
        bucket.tokens = Math.min(bucket.tokens, 0);
      }
      bucket.throttledAt = bucket.grownAt = now;
    },
    use: (places) =>
      places.map((place) => {
        let used = 0;
        let throttled = false;
        let topApi: string | undefined;
        for (const [key, bucket] of buckets) {
          if (!key.startsWith(`${placeKey(place)}/`)) continue;
          refill(bucket);
          const share = bucket.spent.length / ((WINDOW_MS / 1_000) * bucket.full.perSecond);
          if (share > used) {
            used = share;
            topApi = bucket.name;
          }
          throttled ||= clock.now() - bucket.throttledAt < THROTTLED_FOR_MS;
        }
        return { account: place.account, region: place.region, used: Math.min(1, used), throttled, topApi };
      }),
  };
}

/** The same context, whose calls wait for the budget first. */
export function budgeted(context: AwsContext, budget: Budget): AwsContext {
  return {
    ...context,
    async call(api, run) {
      await budget.acquire(context, api);
      return context.call(api, run);
    },
  };
}
