import { expect, test } from "vitest";
import { GROUP, PLACE, practise, SERVICE, told } from "./practice-stack";

test("a zone without machines fails the launch in AWS's words, and the group goes to another zone", () => {
  const practice = practise({ instances: 1 });
  const { capacity, scaling } = practice.world;
  practice.minutes(4);
  const taken = scaling.require(PLACE, GROUP).members[0]?.zone;
  const [empty, ...open] = ["eu-west-1a", "eu-west-1b", "eu-west-1c"].filter((zone) => zone !== taken);
  capacity.set(PLACE, { instanceType: "t3.small", zone: empty ?? "" }, false);
  scaling.setDesired(PLACE, GROUP, 3, false);
  practice.minutes(8);
  const group = scaling.require(PLACE, GROUP);
  const failed = group.activities.filter((activity) => activity.status === "Failed");
  expect(failed).toHaveLength(1);
  expect(failed[0]?.description).toBe(
    `Launching a new EC2 instance.  Status Reason: We currently do not have sufficient t3.small capacity in the Availability Zone you requested (${empty}). Our system will be working on provisioning additional capacity. You can currently get t3.small capacity by not specifying an Availability Zone in your request or choosing ${[taken, ...open].sort().join(", ")}. Launching EC2 instance failed.`,
  );
  expect(group.members.map((member) => member.zone)).not.toContain(empty);
  expect(group.members.filter((member) => member.state === "InService")).toHaveLength(3);
});

test("while there is none anywhere the group tries again, and has its instances once there are some", () => {
  const practice = practise({ instances: 1 });
  const { capacity, scaling } = practice.world;
  practice.minutes(4);
  capacity.set(PLACE, { instanceType: "t3.small" }, false);
  scaling.setDesired(PLACE, GROUP, 2, false);
  practice.minutes(5);
  const failed = () => scaling.require(PLACE, GROUP).activities.filter((activity) => activity.status === "Failed");
  expect(failed().length).toBeGreaterThan(1);
  expect(scaling.require(PLACE, GROUP).members).toHaveLength(1);
  capacity.set(PLACE, {}, true);
  practice.minutes(12);
  expect(scaling.require(PLACE, GROUP).members.map((member) => member.state)).toEqual(["InService", "InService"]);
  expect(told(practice.world, SERVICE).at(-1)).toContain("has reached a steady state");
});
