import type { Call } from "./wire/answer";

export interface CallCount {
  readonly account: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  readonly calls: number;
}

/** Counts the AWS calls the sandbox was asked, so that a measurement can say what a page costs. */
export class CallCounts {
  private counts = new Map<string, number>();

  /** Answers which call of its kind this is. */
  add({ account, region, service, operation }: Call): number {
    const key = [account, region, service, operation].join("/");
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count;
  }

  list(account?: string): CallCount[] {
    return [...this.counts]
      .map(([key, calls]) => {
        const [of = "", region = "", service = "", operation = ""] = key.split("/");
        return { account: of, region, service, operation, calls };
      })
      .filter((count) => account === undefined || count.account === account)
      .sort((a, b) => b.calls - a.calls);
  }

  reset(): void {
    this.counts.clear();
  }
}
