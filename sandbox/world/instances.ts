import type { RequestLaunchTemplateData } from "@aws-sdk/client-ec2";
import { AwsError } from "../wire/handler";
import type { Facts } from "./facts";
import type { Kernel } from "./kernel";
import { checkLaunch, checkVcpus, reachesInternet } from "./launch-checks";
import { machineImage } from "./machine-images";
import type { Network } from "./network";
import type { Quotas } from "./quotas";
import type { Place } from "./seams";
import { createShelf, plainPlace, type Tags } from "./shelf";
import { type BootScript, readBootScript } from "./user-data";

export interface Instance {
  id: string;
  state: "pending" | "running" | "shutting-down" | "terminated";
  launchedAt: number;
  runningAt?: number;
  stoppedAt?: number;
  /** Why it went down, as `StateTransitionReason` tells. */
  reason?: string;
  type: string;
  imageId: string;
  keyName?: string;
  subnetId: string;
  vpcId: string;
  zone: string;
  privateIp: string;
  publicIp?: string;
  securityGroupIds: string[];
  profileArn?: string;
  tags: Tags;
  group?: string;
  httpTokens: string;
  reservationId: string;
  boot: BootScript;
  /** Its container agent has started and asks to join. */
  agentReady?: boolean;
}

export interface LaunchRequest {
  data: RequestLaunchTemplateData;
  subnetId: string;
  tags: Tags;
  group?: string;
}

/** Unhurried real-world times in ms; the kernel's pace shortens them. */
const RUNNING_AFTER = 18_000;
const AGENT_AFTER = 15_000;
const SIGNAL_AFTER = 6_000;
const TERMINATED_AFTER = 20_000;
const CHECKED_AFTER = 120_000;
/** Terminated instances stay visible for about an hour. */
const FORGOTTEN_AFTER = 3_600_000;

export type Instances = ReturnType<typeof createInstances>;
type Ref = Place & { instanceId: string };

/** EC2 instances: pending → running → shutting-down → terminated, and what their boot script sets going. */
export function createInstances(kernel: Kernel, facts: Facts, network: Network, quotas: Quotas) {
  const shelf = createShelf(kernel, "ec2.instances", () => ({}) as Record<string, Instance>);
  const find = (place: Place, id: string): Instance | undefined => shelf(place)[id];
  const later = (kind: string, ms: number, place: Place, instanceId: string) =>
    kernel.schedule(kind, kernel.wait(ms), { ...plainPlace(place), instanceId });
  const jitter = (ms: number) => ms * (0.85 + 0.3 * kernel.random());

  const signal = (place: Place, instance: Instance) => {
    const said = instance.boot.signal;
    if (!said) return;
    facts.tell("boot.signalled", place, { ...said, uniqueId: instance.id, success: true });
  };

  kernel.on<Ref>("ec2.running", ({ instanceId, ...place }) => {
    const instance = find(place, instanceId);
    if (instance?.state !== "pending") return;
    instance.state = "running";
    instance.runningAt = kernel.now();
    facts.tell("instance.running", place, { instanceId });
    // Without a way out, neither the agent nor the boot script reaches AWS.
    if (!reachesInternet(network, place, instance.subnetId, instance.publicIp !== undefined)) return;
    const hasAgent = machineImage(place.region, instance.imageId)?.ecsOptimized === true;
    if (instance.boot.cluster && hasAgent) later("ec2.agent", jitter(AGENT_AFTER), place, instanceId);
    if (instance.boot.signal && !instance.boot.signalAfterAgent) {
      later("ec2.signal", jitter(SIGNAL_AFTER), place, instanceId);
    }
  });

  kernel.on<Ref>("ec2.agent", ({ instanceId, ...place }) => {
    const instance = find(place, instanceId);
    if (instance?.state !== "running" || !instance.boot.cluster) return;
    instance.agentReady = true;
    facts.tell("agent.connected", place, { instanceId, cluster: instance.boot.cluster });
    if (instance.boot.signalAfterAgent) later("ec2.signal", 3_000, place, instanceId);
  });

  kernel.on<Ref>("ec2.signal", ({ instanceId, ...place }) => {
    const instance = find(place, instanceId);
    if (instance?.state === "running") signal(place, instance);
  });

  kernel.on<Ref>("ec2.terminated", ({ instanceId, ...place }) => {
    const instance = find(place, instanceId);
    if (instance?.state !== "shutting-down") return;
    instance.state = "terminated";
    facts.tell("instance.terminated", place, { instanceId });
    kernel.schedule("ec2.forgotten", FORGOTTEN_AFTER, { ...plainPlace(place), instanceId });
  });

  kernel.on<Ref>("ec2.forgotten", ({ instanceId, ...place }) => {
    delete shelf(place)[instanceId];
  });

  const goDown = (place: Place, instance: Instance, reason: string) => {
    if (instance.state === "shutting-down" || instance.state === "terminated") return;
    instance.state = "shutting-down";
    instance.stoppedAt = kernel.now();
    instance.reason = reason;
    facts.tell("instance.stopping", place, { instanceId: instance.id });
    later("ec2.terminated", jitter(TERMINATED_AFTER), place, instance.id);
  };

  return {
    find,
    list: (place: Place): Instance[] => Object.values(shelf(place)),
    places: shelf.places,

    /** What EC2's status checks say of an instance: a new one is looked at for about two minutes. */
    checks(instance: Instance): "ok" | "initializing" | "not-applicable" {
      if (instance.state !== "running" || instance.runningAt === undefined) return "not-applicable";
      return instance.runningAt + kernel.wait(CHECKED_AFTER) <= kernel.now() ? "ok" : "initializing";
    },

    /** Starts one instance from launch template data. Throws the error EC2 answers when it refuses. */
    launch(place: Place, request: LaunchRequest): Instance {
      const { data } = request;
      const subnet = checkLaunch(network, place, data, request.subnetId);
      checkVcpus(quotas.onDemandVcpus(place), Object.values(shelf(place)), data.InstanceType ?? "");
      const face = data.NetworkInterfaces?.[0];
      const octet = () => 4 + Math.floor(kernel.random() * 250);
      const isPublic = face?.AssociatePublicIpAddress ?? subnet.publicIps;
      const instance: Instance = {
        id: `i-0${kernel.hex(16)}`,
        state: "pending",
        launchedAt: kernel.now(),
        type: data.InstanceType ?? "t3.micro",
        imageId: data.ImageId ?? "ami-00000000000000000",
        ...(data.KeyName ? { keyName: data.KeyName } : {}),
        subnetId: request.subnetId,
        vpcId: subnet.vpcId,
        zone: subnet.zone,
        privateIp: `10.0.${octet()}.${octet()}`,
        ...(isPublic ? { publicIp: `3.${octet()}.${octet()}.${octet()}` } : {}),
        securityGroupIds: face?.Groups ?? data.SecurityGroupIds ?? [],
        ...(data.IamInstanceProfile ? { profileArn: profileArn(place, data.IamInstanceProfile) } : {}),
        tags: request.tags,
        ...(request.group ? { group: request.group } : {}),
        httpTokens: data.MetadataOptions?.HttpTokens ?? "optional",
        reservationId: `r-0${kernel.hex(16)}`,
        boot: readBootScript(data.UserData),
      };
      shelf(place)[instance.id] = instance;
      later("ec2.running", jitter(RUNNING_AFTER), place, instance.id);
      return instance;
    },

    /** Shuts one instance down; already terminated ones are left as they are. */
    terminate(place: Place, instanceId: string, reason = "User initiated"): Instance {
      const instance = find(place, instanceId);
      if (!instance) {
        throw new AwsError("InvalidInstanceID.NotFound", `The instance ID '${instanceId}' does not exist`);
      }
      goDown(place, instance, `${reason} (${new Date(kernel.now()).toISOString().slice(0, 19).replace("T", " ")} GMT)`);
      return instance;
    },
  };
}

function profileArn(place: Place, profile: { Arn?: string | undefined; Name?: string | undefined }): string {
  return profile.Arn ?? `arn:aws:iam::${place.account}:instance-profile/${profile.Name ?? ""}`;
}
