import { NextRequest } from "next/server";
import { afterEach, expect, it, vi } from "vitest";
import { proxy } from "@/proxy";
import { knownHost, sameOrigin } from "./origin";

const local = { sandboxSignIn: true };
const elsewhere = { sandboxSignIn: false };
const from = (headers: Record<string, string>, door = local) => sameOrigin(new Headers(headers), door);

it("takes writes from its own host only", () => {
  expect(from({ host: "localhost:3000", origin: "http://localhost:3000" })).toBe(true);
  expect(from({ host: "localhost:3000" })).toBe(false);
  expect(from({ host: "localhost:3000", origin: "null" })).toBe(false);
  expect(from({ host: "localhost:3000", origin: "http://localhost:3001" })).toBe(false);
  expect(from({ host: "localhost:3000", origin: "http://localhost:3000", "sec-fetch-site": "cross-site" })).toBe(false);
});

it("believes a proxy about its host, but not where anybody may sign in", () => {
  const behind = { host: "10.0.0.7:3000", "x-forwarded-host": "slipway.acme.dev", origin: "https://slipway.acme.dev" };
  expect(from(behind, elsewhere)).toBe(true);
  expect(from(behind, local)).toBe(false);
  const forged = { host: "127.0.0.1:3000", "x-forwarded-host": "evil.example", origin: "http://evil.example" };
  expect(from(forged, local)).toBe(false);
});

it.each([
  ["localhost:3000", true],
  ["127.0.0.1:3000", true],
  ["[::1]:3000", true],
  ["LOCALHOST", true],
  ["rebound.evil.example:3000", false],
  ["127.0.0.1.evil.example:3000", false],
  ["localhost@evil.example", false],
  ["", false],
  ["::", false],
])("as a host of the sandbox sign-in, %j is %s", (host, known) => {
  expect(knownHost(new Headers({ host }), local) !== null).toBe(known);
  // The name an attacker points at 127.0.0.1 is the origin of his page too.
  expect(from({ host, origin: `http://${host}` })).toBe(known && host === host.toLowerCase());
});

afterEach(() => vi.unstubAllEnvs());

it("answers no page to a name that only leads to this machine", () => {
  const ask = (host: string) => proxy(new NextRequest("http://127.0.0.1:3000/", { headers: { host } })).status;
  vi.stubEnv("SLIPWAY_SANDBOX_URL", "http://127.0.0.1:4566");
  vi.stubEnv("HOST", "127.0.0.1");
  expect(ask("127.0.0.1:3000")).toBe(200);
  expect(ask("evil.example:3000")).toBe(421);
  vi.stubEnv("SLIPWAY_SANDBOX_URL", undefined);
  expect(ask("slipway.acme.dev")).toBe(200);
});
