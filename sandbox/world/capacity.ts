import { AwsError } from "../wire/handler";
import type { Kernel } from "./kernel";
import { zonesOf } from "./regions";
import type { Place } from "./seams";
import { createShelf } from "./shelf";

/** Machines AWS has none of just now: of a type, in a zone, or both. */
export interface Shortage {
  readonly instanceType?: string;
  readonly zone?: string;
}

export type Capacity = ReturnType<typeof createCapacity>;

const isSame = (a: Shortage, b: Shortage): boolean => a.instanceType === b.instanceType && a.zone === b.zone;

/** What AWS can launch at the moment: everything, but for the shortages somebody has declared. */
export function createCapacity(kernel: Kernel) {
  const shelf = createShelf(kernel, "ec2.shortages", (): { all: Shortage[] } => ({ all: [] }));
  const lacks = (place: Place, type: string, zone: string): boolean =>
    shelf(place).all.some((one) => (one.instanceType ?? type) === type && (one.zone ?? zone) === zone);
  return {
    shortages: (place: Place): readonly Shortage[] => shelf(place).all,
    /** Declares a shortage, or ends it; `available` without type and zone ends all. */
    set(place: Place, shortage: Shortage, available: boolean): void {
      const state = shelf(place);
      const endsAll = available && shortage.instanceType === undefined && shortage.zone === undefined;
      state.all = endsAll ? [] : state.all.filter((one) => !isSame(one, shortage));
      if (!available) state.all.push(shortage);
    },
    lacks,
    /** Throws what EC2 answers where there is no machine of a type left in a zone. Source: EC2 API error codes. */
    check(place: Place, type: string, zone: string): void {
      if (!lacks(place, type, zone)) return;
      const others = zonesOf(place.region)
        .map(({ name }) => name)
        .filter((name) => !lacks(place, type, name));
      const advice =
        others.length > 0
          ? ` You can currently get ${type} capacity by not specifying an Availability Zone in your request or choosing ${others.join(", ")}.`
          : "";
      throw new AwsError(
        "InsufficientInstanceCapacity",
        `We currently do not have sufficient ${type} capacity in the Availability Zone you requested (${zone}). Our system will be working on provisioning additional capacity.${advice}`,
        500,
      );
    },
  };
}
