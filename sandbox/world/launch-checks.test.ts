import { expect, test } from "vitest";
import { activitiesNewestFirst } from "./group-activities";
import { machineImages } from "./machine-images";
import { CLUSTER, GROUP, PLACE, type Practice, practise } from "./practice-stack";

const groupOf = ({ world }: Practice) => world.scaling.require(PLACE, GROUP);
const subnetNamed = ({ world }: Practice, name: string) =>
  world.network.at(PLACE).subnets.find((subnet) => subnet.name === name)?.subnetId ?? "";
const imageOf = (want: { architecture: string; ecsOptimized: boolean }) =>
  machineImages(PLACE.region).find(
    (image) => image.architecture === want.architecture && image.ecsOptimized === want.ecsOptimized,
  )?.imageId ?? "";

/** Lets the group launch its next instance from changed data, and answers the newest activity. */
function launchWith(practice: Practice, data: Record<string, string>) {
  const [template] = practice.world.launchTemplates.list(PLACE);
  practice.world.launchTemplates.addVersion(PLACE, { id: template?.id }, data, "1");
  practice.world.scaling.update(PLACE, GROUP, {
    template: { id: template?.id ?? "", name: template?.name ?? "", version: "2" },
  });
  practice.minutes(3);
  return activitiesNewestFirst(groupOf(practice))[0];
}

test("an image of another architecture is refused", () => {
  const practice = practise({ instances: 1 });
  const activity = launchWith(practice, { ImageId: imageOf({ architecture: "arm64", ecsOptimized: true }) });
  expect(activity?.status).toBe("Failed");
  expect(activity?.message).toContain(
    "The architecture 'x86_64' of the specified instance type does not match the architecture 'arm64' of the specified AMI.",
  );
});

test("a machine whose image has no agent runs and never joins", () => {
  const practice = practise({ instances: 1 });
  launchWith(practice, { ImageId: imageOf({ architecture: "x86_64", ecsOptimized: false }) });
  expect(groupOf(practice).members.map((member) => member.state)).toEqual(["InService"]);
  expect(practice.world.ecs.store.instancesOf(PLACE, CLUSTER)).toEqual([]);
});

test.each([
  ["public-a", 1],
  ["private-a", 1],
  ["isolated-a", 0],
])("a machine in %s joins: %d", (name, joined) => {
  const practice = practise({ instances: 1 });
  const signals: string[] = [];
  practice.world.onSignal((_place, { uniqueId }) => signals.push(uniqueId));
  practice.world.scaling.update(PLACE, GROUP, { subnets: [subnetNamed(practice, name)] });
  practice.minutes(4);
  expect(practice.world.ecs.store.instancesOf(PLACE, CLUSTER)).toHaveLength(joined);
  expect(signals).toHaveLength(joined);
});

test.each([
  [
    "two zones",
    ["public-a", "private-a"],
    "ipv4",
    "At least two subnets in two different Availability Zones must be specified",
  ],
  ["a gateway", ["isolated-a", "isolated-b"], "ipv4", "has no internet gateway"],
  [
    "IPv6 blocks",
    ["public-a", "public-c"],
    "dualstack",
    "You must specify subnets with an associated IPv6 CIDR block.",
  ],
])("a load balancer needs %s", (_what, names, ipAddressType, message) => {
  const practice = practise({ withService: false });
  const create = () =>
    practice.world.balancing.create(PLACE, {
      name: "another",
      scheme: "internet-facing",
      type: "application",
      ipAddressType,
      subnets: names.map((name) => subnetNamed(practice, name)),
      securityGroupIds: [],
      tags: {},
    });
  expect(create).toThrow(message);
});

test("an HTTPS listener needs a certificate that is there and issued", () => {
  const { world, targetGroupArn } = practise({ withService: false });
  const [balancer] = world.balancing.list(PLACE);
  const certificates = world.certificates.list(PLACE);
  const add = (CertificateArn: string | undefined) =>
    world.balancing.addListener(PLACE, {
      loadBalancerArn: balancer?.arn ?? "",
      port: 443,
      protocol: "HTTPS",
      certificates: CertificateArn ? [{ CertificateArn }] : [],
      actions: [{ Type: "forward", TargetGroupArn: targetGroupArn }],
      tags: {},
    });
  expect(() => add(undefined)).toThrow("A certificate must be specified for HTTPS listeners");
  expect(() => add("arn:aws:acm:eu-west-1:111122223333:certificate/none")).toThrow("is not valid");
  const pending = certificates.find((certificate) => certificate.status === "PENDING_VALIDATION");
  expect(() => add(pending?.arn)).toThrow("must have a fully-qualified domain name");
  expect(add(certificates.find((certificate) => certificate.status === "ISSUED")?.arn).port).toBe(443);
});

test("a launch past the account's vCPUs fails, and goes through once the quota is raised", () => {
  const practice = practise({ instances: 1 });
  const { quotas } = practice.world;
  quotas.set(PLACE, "ec2", "L-1216C47A", 3);
  practice.minutes(3);
  practice.world.scaling.update(PLACE, GROUP, { desired: 2 });
  practice.minutes(3);
  const failed = activitiesNewestFirst(groupOf(practice))[0];
  expect(failed).toMatchObject({
    status: "Failed",
    message:
      "You have requested more vCPU capacity than your current vCPU limit of 3 allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. Launching EC2 instance failed.",
  });
  expect(groupOf(practice).members).toHaveLength(1);
  quotas.set(PLACE, "ec2", "L-1216C47A", 4);
  practice.minutes(10);
  expect(groupOf(practice).members.map((member) => member.state)).toEqual(["InService", "InService"]);
});

test("a type its zone does not have is refused there, naming zones that have it", () => {
  const practice = practise({ instances: 1 });
  practice.world.scaling.update(PLACE, GROUP, { subnets: [subnetNamed(practice, "public-c")] });
  const activity = launchWith(practice, {
    InstanceType: "c7g.large",
    ImageId: imageOf({ architecture: "arm64", ecsOptimized: true }),
  });
  expect(activity?.message).toContain(
    "Your requested instance type (c7g.large) is not supported in your requested Availability Zone (eu-west-1c). Please retry your request by not specifying an Availability Zone or choosing eu-west-1a, eu-west-1b.",
  );
});
