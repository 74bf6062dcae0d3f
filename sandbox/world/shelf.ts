import type { Kernel } from "./kernel";
import { type Place, placeKey, placeOf } from "./seams";

/** One part's state per account and Region. */
export interface Shelf<T> {
  (place: Place): T;
  /** Every place that has state on this shelf. */
  places(): Place[];
}

/** Keeps a part's state in the kernel's persisted slices, one plain JSON object per account and Region. */
export function createShelf<T>(kernel: Kernel, name: string, make: () => T): Shelf<T> {
  const home = () => kernel.slice<Record<string, T>>(name, () => ({}));
  // The same place is asked for again and again, by the same object.
  let last: { readonly place: Place; readonly state: T } | undefined;
  const shelf = (place: Place): T => {
    if (last?.place === place) return last.state;
    const all = home();
    const key = placeKey(place);
    all[key] ??= make();
    const state = all[key] as T;
    last = { place, state };
    return state;
  };
  return Object.assign(shelf, { places: () => Object.keys(home()).map(placeOf) });
}

/** The account and Region alone, as event data carries them (a call context has more in it). */
export const plainPlace = (place: Place): Place => ({ account: place.account, region: place.region });

/** A time as causes and logs of Auto Scaling write it: whole seconds, UTC. */
export const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

export type Tags = Record<string, string>;

/** Adds tags to a resource, replacing those of the same key. */
export function addTags(resource: { tags: Tags }, tags: Tags): void {
  resource.tags = { ...resource.tags, ...tags };
}

/** Takes tags off a resource; without keys, all of them. */
export function dropTags(resource: { tags: Tags }, keys?: readonly string[]): void {
  const left = Object.entries(resource.tags).filter(([key]) => keys !== undefined && !keys.includes(key));
  resource.tags = Object.fromEntries(left);
}
