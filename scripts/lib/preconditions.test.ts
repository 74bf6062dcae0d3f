import net from "node:net";
import { expect, test } from "vitest";
import { checkNode, checkPortFree, isLoopback, readPort } from "./preconditions.mjs";
import { authSecret } from "./secrets.mjs";

test.each([
  ["18.20.0", "linux", /needs Node 20\.19 or newer; this is Node 18\.20\.0/],
  ["20.18.9", "darwin", /needs Node 20\.19/],
  ["22.0.0", "win32", /native Windows/],
])("Node %s on %s is refused in one sentence", (version, platform, sentence) => {
  expect(() => checkNode(version, platform as NodeJS.Platform)).toThrow(sentence);
});

test.each(["20.19.0", "22.1.0", "24.0.0"])("Node %s is taken", (version) => {
  expect(() => checkNode(version, "linux")).not.toThrow();
});

test.each(["0", "65536", "80x", "3.5"])("PORT=%s is refused", (PORT) => {
  expect(() => readPort("PORT", 3000, { PORT })).toThrow(/is not a port/);
});

test("a taken port names itself and the variable that moves it", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as net.AddressInfo;
  await expect(checkPortFree(port, "127.0.0.1", "PORT")).rejects.toThrow(`Port ${port} is in use`);
  await new Promise((resolve) => server.close(resolve));
  await expect(checkPortFree(port, "127.0.0.1", "PORT")).resolves.toBeUndefined();
});

test("loopback is told from the network", () => {
  expect(["127.0.0.1", "127.9.9.9", "::1", "localhost"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "10.0.0.1", "127.evil.com.example"].map(isLoopback)).toEqual([false, false, false, false]);
});

test("the session key must be given where other people can reach it", () => {
  expect(() => authSecret({ dataDir: "/nowhere", env: {}, mustBeGiven: true })).toThrow(/must be given/);
  expect(() => authSecret({ dataDir: "/nowhere", env: { SLIPWAY_AUTH_SECRET: "short" }, mustBeGiven: true })).toThrow(
    /too short/,
  );
});
