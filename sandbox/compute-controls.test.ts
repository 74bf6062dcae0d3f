import { afterEach, expect, it } from "vitest";
import { startSandbox } from "./server";

let close: (() => void) | undefined;
afterEach(() => close?.());

async function controls() {
  const sandbox = await startSandbox({
    port: 0,
    pace: 10,
    wall: Date.now,
    demo: { template: "" },
    withDemo: false,
    onBug: (what, error) => {
      throw new Error(what, { cause: error });
    },
  });
  close = sandbox.close;
  return async (method: string, name: string, body?: object) => {
    const answer = await fetch(`http://127.0.0.1:${sandbox.port}/_sandbox/${name}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: answer.status, body: await answer.json() };
  };
}

it("shortages are declared, listed and ended", async () => {
  const call = await controls();
  const shortage = { instanceType: "t3.small", zone: "us-east-1a" };
  expect(await call("POST", "capacity", { ...shortage, available: false })).toEqual({
    status: 200,
    body: { shortages: [shortage] },
  });
  await call("POST", "capacity", { instanceType: "m5.large", available: false });
  expect((await call("GET", "capacity")).body.shortages).toHaveLength(2);
  await call("POST", "capacity", { ...shortage, available: true });
  expect((await call("GET", "capacity")).body.shortages).toEqual([{ instanceType: "m5.large" }]);
  expect((await call("POST", "capacity", { available: true })).body.shortages).toEqual([]);
});

it("what was asked wrongly is told", async () => {
  const call = await controls();
  expect(await call("POST", "capacity", { zone: "us-east-1a" })).toEqual({
    status: 400,
    body: { error: "available must be true or false" },
  });
  expect((await call("POST", "capacity", { zone: "mars-1a", available: false })).body.error).toContain("us-east-1");
  expect((await call("POST", "breaker", {})).body.error).toBe("daemon must be true or false");
  expect((await call("POST", "breaker", { daemon: false })).body).toEqual({ daemon: false });
});
