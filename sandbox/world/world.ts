import { createAccess } from "./access";
import { createAlarms } from "./alarms";
import { createApplicationScaling, isServicePolicy } from "./application-scaling";
import { createBalancing } from "./balancing";
import { createCapacity } from "./capacity";
import { createCertificates } from "./certificates";
import { createCompositeAlarms } from "./composite-alarms";
import { createDns } from "./dns";
import { createEcs } from "./ecs";
import { createFacts, type FactMap } from "./facts";
import { createFleet } from "./fleet";
import { createIdentity } from "./identity";
import { createInsights } from "./insights";
import { createInstances } from "./instances";
import type { Kernel } from "./kernel";
import { createLaunchTemplates } from "./launch-templates";
import { createLiveTail } from "./live-tail";
import { createLoad } from "./load";
import { createLogLoad } from "./log-load";
import { createLogs } from "./logs";
import { createMetrics } from "./metrics";
import { createNetwork } from "./network";
import { createParameters } from "./parameters";
import { createQueryDefinitions } from "./query-definitions";
import { createQuotas } from "./quotas";
import { createRegistry } from "./registry";
import { createScaling } from "./scaling";
import type { AlarmActions, Images, Place } from "./seams";
import { createSecurityGroups } from "./security-groups";
import { keepTrackingAlarms } from "./tracking-alarms";
import { createTraffic } from "./traffic";
import { createControls } from "./world-controls";

/**
 * The simulated data centre: every part made once and introduced to the others. Each part registers its event kinds on
 * the kernel, so a world is created before the kernel runs, also after a restart. Handlers of `sandbox/services` receive
 * this object and send its parts commands and queries.
 */
export function createWorld(kernel: Kernel) {
  const facts = createFacts();

  // --- network, registry, logs: what the machines stand on (signals) ---
  const network = createNetwork(kernel, {
    subnet: (place, id) =>
      instances.list(place).some((one) => one.state !== "terminated" && one.subnetId === id) ||
      balancing.list(place).some((balancer) => balancer.subnets.some((subnet) => subnet.id === id)),
    vpc: (place, id) => securityGroups.list(place).some((group) => group.vpcId === id && group.name !== "default"),
    publicAddresses: (place, id) =>
      instances.list(place).some((one) => one.state !== "terminated" && one.vpcId === id && one.publicIp) ||
      balancing.list(place).some((balancer) => balancer.vpcId === id && balancer.scheme === "internet-facing"),
  });
  const registry = createRegistry(kernel);
  const images: Images = registry;
  const logs = createLogs(kernel);
  const liveTail = createLiveTail(kernel, logs);
  const insights = createInsights(kernel, logs);
  const queryDefinitions = createQueryDefinitions(kernel);
  const metrics = createMetrics(kernel);
  const identity = createIdentity(kernel);
  const access = createAccess(kernel, identity);
  const parameters = createParameters(kernel);
  const dns = createDns(kernel);
  const certificates = createCertificates(kernel);

  // --- machines, scaling, containers, load balancing (compute) ---
  const launchTemplates = createLaunchTemplates(kernel);
  const quotas = createQuotas(kernel);
  const instances = createInstances(kernel, facts, network, quotas);
  const securityGroups = createSecurityGroups(kernel, network, (place, id) =>
    instances.list(place).some((instance) => instance.state !== "terminated" && instance.securityGroupIds.includes(id)),
  );

  const balancing = createBalancing({
    kernel,
    facts,
    network,
    certificates,
    probe: (place, targetId, port) => ecs.probe(place, targetId, port),
  });
  const capacity = createCapacity(kernel);
  const scaling = createScaling({
    kernel,
    facts,
    instances,
    launchTemplates,
    network,
    targets: balancing.targetGroups,
    capacity,
  });
  const ecs = createEcs({ kernel, facts, instances, scaling, balancing, images, logs, network, metrics });
  const fleet = createFleet({ ecs, scaling, instances, balancing });

  // --- metrics, alarms, traffic: what watches and loads them (signals) ---
  const actions: AlarmActions = {
    fire: (place, arn, firing) => (isServicePolicy(arn) ? applicationScaling : scaling).fire(place, arn, firing),
  };
  const alarms = createAlarms(kernel, metrics, actions);
  const compositeAlarms = createCompositeAlarms(kernel, alarms);
  keepTrackingAlarms({ facts, scaling, alarms });
  const applicationScaling = createApplicationScaling({ kernel, ecs, alarms });
  const traffic = createTraffic(kernel);
  const places = instances.places;
  const load = createLoad({ kernel, fleet, places, traffic, metrics });
  const controls = createControls({ kernel, fleet, traffic, instances, ecs });
  createLogLoad({ kernel, load, logs, places });

  return {
    kernel,
    facts,
    network,
    registry,
    images,
    logs,
    liveTail,
    insights,
    queryDefinitions,
    metrics,
    identity,
    access,
    parameters,
    dns,
    certificates,
    quotas,
    alarms,
    compositeAlarms,
    traffic,
    load,
    controls,
    launchTemplates,
    instances,
    securityGroups,
    balancing,
    capacity,
    scaling,
    applicationScaling,
    ecs,
    fleet,
    /** Hears every `cfn-signal` a boot script sends; CloudFormation puts its resource signals up here. */
    onSignal: (listener: (place: Place, signal: FactMap["boot.signalled"]) => void) =>
      facts.on("boot.signalled", listener),
  };
}

export type World = ReturnType<typeof createWorld>;
