import { expect, it } from "vitest";
import { taskOf } from "./test-samples";
import { mainContainer, runningVersions, versionOf } from "./version";

it.each([
  ["1.dkr.ecr.eu-west-1.amazonaws.com/shop/web:1.4.2", "1.4.2"],
  [`localhost:5000/web:1.4.2@sha256:${"ab".repeat(32)}`, "1.4.2"],
  [`shop/web@sha256:${"ab".repeat(32)}`, "abababababab"],
  ["shop/web", "latest"],
  ["NOT AN IMAGE", "latest"],
])("reads the version of %s", (image, version) => {
  expect(versionOf(image)).toBe(version);
});

it("counts running tasks by version and digest, most first", () => {
  const tasks = [
    taskOf({ version: "2", digest: "b" }),
    taskOf({ version: "1", digest: "a" }),
    taskOf({ version: "1", digest: "a" }),
    taskOf({ version: "3", lastStatus: "PENDING" }),
    taskOf({ version: "4", desiredStatus: "STOPPED" }),
  ];
  expect(runningVersions(tasks)).toEqual([
    { version: "1", digest: "a", tasks: 2 },
    { version: "2", digest: "b", tasks: 1 },
  ]);
});

it("takes the essential container that listens for the main one", () => {
  const named = (name: string, essential: boolean, ports: number[]) => ({ name, essential, ports });
  expect(mainContainer([named("side", true, []), named("web", true, [80])])?.name).toBe("web");
  expect(mainContainer([named("init", false, []), named("job", true, [])])?.name).toBe("job");
});
