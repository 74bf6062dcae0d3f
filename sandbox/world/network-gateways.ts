import { AwsError } from "../wire/handler";
import type { GatewayFacts, NetworkFacts } from "./network-facts";
import type { NetworkStore } from "./network-store";
import { namedTags } from "./network-tags";
import { dependencies, vpcIn } from "./network-vpcs";
import type { Place } from "./seams";
import type { Tags } from "./shelf";

export const noGateway = (id: string) =>
  new AwsError("InvalidInternetGatewayID.NotFound", `The internetGateway ID '${id}' does not exist`);

export const gatewayIn = (facts: NetworkFacts, id: string): GatewayFacts => {
  const found = facts.internetGateways.find((gateway) => gateway.internetGatewayId === id);
  if (!found) throw noGateway(id);
  return found;
};

/** Internet gateways and their attachment to a VPC. */
export function gatewayCommands({ kernel, use, at, set }: NetworkStore) {
  const replace = (place: Place, changed: GatewayFacts): void => {
    const facts = at(place);
    const internetGateways = facts.internetGateways.map((gateway) =>
      gateway.internetGatewayId === changed.internetGatewayId ? changed : gateway,
    );
    set(place, { ...facts, internetGateways });
  };

  return {
    createInternetGateway(place: Place, tags: Tags): GatewayFacts {
      const gateway: GatewayFacts = { ...namedTags(tags), internetGatewayId: `igw-0${kernel.hex(16)}` };
      const facts = at(place);
      set(place, { ...facts, internetGateways: [...facts.internetGateways, gateway] });
      return gateway;
    },

    deleteInternetGateway(place: Place, id: string): void {
      const facts = at(place);
      if (gatewayIn(facts, id).vpcId !== undefined) throw dependencies("internetGateway", id);
      const internetGateways = facts.internetGateways.filter((gateway) => gateway.internetGatewayId !== id);
      set(place, { ...facts, internetGateways });
    },

    attachInternetGateway(place: Place, id: string, vpcId: string): void {
      const facts = at(place);
      const gateway = gatewayIn(facts, id);
      vpcIn(facts, vpcId);
      if (gateway.vpcId !== undefined) {
        throw new AwsError(
          "Resource.AlreadyAssociated",
          `resource ${id} is already attached to network ${gateway.vpcId}`,
        );
      }
      if (facts.internetGateways.some((other) => other.vpcId === vpcId)) {
        throw new AwsError("InvalidParameterValue", `Network ${vpcId} already has an internet gateway attached`);
      }
      replace(place, { ...gateway, vpcId });
    },

    detachInternetGateway(place: Place, id: string, vpcId: string): void {
      const { vpcId: attached, ...gateway } = gatewayIn(at(place), id);
      if (attached !== vpcId) {
        throw new AwsError("Gateway.NotAttached", `resource ${id} is not attached to network ${vpcId}`);
      }
      if (use.publicAddresses(place, vpcId)) {
        throw new AwsError(
          "DependencyViolation",
          `Network ${vpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`,
        );
      }
      replace(place, gateway);
    },
  };
}
