import type { Service, TaskNetwork } from "./ecs-records";
import type { EcsStore } from "./ecs-store";
import type { Kernel } from "./kernel";
import type { Network } from "./network";
import type { Place } from "./seams";

/** The platform version LATEST stands for. */
export const PLATFORM = "1.4.0";

/** A /24's or larger block's first three bytes, and how far the last two may count. */
function address(cidr: string, random: () => number): string {
  const [base = "10.0.0.0", bits = "24"] = cidr.split("/");
  const [a = 10, b = 0, c = 0, d = 0] = base.split(".").map(Number);
  const size = 2 ** (32 - Number(bits));
  const at = 4 + Math.floor(random() * Math.max(1, size - 5));
  const low = c * 256 + d + at;
  return `${a}.${b}.${(low >> 8) & 255}.${low & 255}`;
}

/** The network interfaces that ECS attaches to tasks in awsvpc mode. */
export function createInterfaces(kernel: Kernel, store: EcsStore, network: Network) {
  return {
    /**
     * An interface in one of the service's subnets: the one with the fewest of its tasks, in the instance's zone where
     * there is one. Answers its zone too.
     */
    open(place: Place, service: Service, zone: string | undefined): TaskNetwork & { zone: string } {
      const config = service.spec.networkConfiguration?.awsvpcConfiguration;
      const live = store.liveTasks(place, service);
      const load = (subnetId: string) => live.filter((task) => task.network?.subnetId === subnetId).length;
      const subnets = (config?.subnets ?? []).flatMap((id) => {
        const facts = network.subnet(place, id);
        return facts ? [facts] : [];
      });
      const near = subnets.filter((subnet) => subnet.zone === zone);
      const pool = near.length > 0 ? near : subnets;
      const [subnet] = [...pool].sort((a, b) => load(a.subnetId) - load(b.subnetId));
      const octet = () => 4 + Math.floor(kernel.random() * 250);
      return {
        attachmentId: kernel.uuid(),
        eniId: `eni-0${kernel.hex(16)}`,
        mac: `0a:${[0, 0, 0, 0, 0].map(() => kernel.hex(2)).join(":")}`,
        subnetId: subnet?.subnetId ?? "",
        privateIp: address(subnet?.cidr ?? "10.0.0.0/24", () => kernel.random()),
        ...(config?.assignPublicIp === "ENABLED" ? { publicIp: `3.${octet()}.${octet()}.${octet()}` } : {}),
        zone: subnet?.zone ?? zone ?? "",
      };
    },
  };
}
