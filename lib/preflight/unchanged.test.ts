import { expect, it } from "vitest";
import { CHECKS } from "./run";
import { input } from "./test-sample";
import { unchangedChecks } from "./unchanged";

const again = (values: Record<string, string>, extra = {}) => {
  const kept = unchangedChecks(input(), input(values, extra));
  return CHECKS.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
};

it.each([
  [{}, []],
  [{ applicationPort: "3000" }, ["image-port"]],
  [{ pubsubnets: "subnet-public-a" }, ["public-subnets", "instance-type", "cost"]],
  [{ containerTag: "1.4.1" }, ["image-exists", "image-architecture", "moving-tag", "image-port"]],
  [{ enableSsh: "true", ec2Key: "team", sshLocation: "10.0.0.0/8" }, ["key-pair", "open-ssh"]],
  [{ deregistrationDelay: "60" }, []],
])("%o asks again only %o", (values, ids) => {
  expect(again(values).filter((id) => ids.length > 0 || id !== "names")).toEqual(ids);
});

it("asks for another name again", () => {
  expect(again({}, { stackName: "orders-two" })).toEqual(["name-free"]);
});
