import type { NetworkFacts } from "./network-facts";
import type { NetworkStore } from "./network-store";
import type { Place } from "./seams";
import type { Tags } from "./shelf";

interface Tagged {
  readonly name: string;
  readonly tags: Tags;
}

/** All of a thing's tags, the Name tag among them. */
export const allTags = ({ name, tags }: Tagged): Tags => (name === "" ? tags : { Name: name, ...tags });

/** Tags as a thing keeps them: its name apart. */
export function namedTags(all: Tags): Tagged {
  const { Name: name = "", ...tags } = all;
  return { name, tags };
}

const ids = (facts: NetworkFacts) =>
  [
    ["vpcs", facts.vpcs.map((one) => one.vpcId)],
    ["subnets", facts.subnets.map((one) => one.subnetId)],
    ["routeTables", facts.routeTables.map((one) => one.routeTableId)],
    ["internetGateways", facts.internetGateways.map((one) => one.internetGatewayId)],
    ["natGateways", facts.natGateways.map((one) => one.natGatewayId)],
  ] as const;

/** Reads and sets the tags of whichever part of the network has the id. */
export function tagsIn(store: NetworkStore, place: Place, id: string): { tags: Tags } | undefined {
  const found = ids(store.at(place)).find(([, known]) => known.includes(id));
  if (!found) return undefined;
  const [kind, known] = found;
  const index = known.indexOf(id);
  return {
    get tags() {
      const item = store.at(place)[kind][index];
      return item ? allTags(item) : {};
    },
    set tags(all: Tags) {
      const facts = store.at(place);
      const changed = facts[kind].map((item, at) => (at === index ? { ...item, ...namedTags(all) } : item));
      store.set(place, { ...facts, [kind]: changed });
    },
  };
}
