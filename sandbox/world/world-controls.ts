import type { Ecs } from "./ecs";
import type { Instances } from "./instances";
import type { Kernel } from "./kernel";
import type { Controls, Fleet } from "./seams";
import type { Traffic } from "./traffic";

interface Levers {
  readonly kernel: Kernel;
  readonly fleet: Fleet;
  readonly traffic: Traffic;
  readonly instances: Instances;
  readonly ecs: Ecs;
}

/** What may be done to the data centre beside AWS's APIs: its load, its accidents. */
export function createControls({ kernel, fleet, traffic, instances, ecs }: Levers): Controls {
  return {
    traffic: (place, service, requestsPerSecond) => traffic.set(place, service, requestsPerSecond),
    killInstance: (place, instanceId) => {
      instances.terminate(place, instanceId, "Server.ScheduledStop: Hardware failure");
    },
    failNextDeployment: (place, failure) => ecs.failNextDeployment(place, failure),
    state: (place) => ({
      services: fleet.clusters(place).flatMap(({ name: cluster, services }) =>
        services.map((service) => ({
          cluster,
          service,
          requestsPerSecond: Math.round(traffic.rate(place, service, kernel.now()) * 10) / 10,
          manual: traffic.isManual(place, service),
        })),
      ),
      instances: fleet.instances(place).map(({ instanceId, zone, group }) => ({
        instanceId,
        zone,
        ...(group === undefined ? {} : { group }),
      })),
      nextDeployment: ecs.store.state(place).nextFault,
    }),
  };
}
