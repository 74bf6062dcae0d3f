import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withoutAws, withoutSecrets } from "./environment.mjs";
import { authSecret } from "./secrets.mjs";
import { databaseSocket } from "./socket.mjs";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "slipway-parts-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

test.each([
  ["none", undefined],
  ["an empty one", ""],
  ["one that was cut short", "abc\n"],
])("with %s, a session key is made once, for its owner only, and kept", (_, before) => {
  const file = path.join(folder, "auth-secret");
  if (before !== undefined) fs.writeFileSync(file, before, { mode: 0o600 });
  const ask = () => authSecret({ dataDir: folder, env: {}, mustBeGiven: false });
  const secret = ask();
  expect(secret.length).toBeGreaterThanOrEqual(43);
  expect(ask()).toBe(secret);
  expect(fs.readFileSync(file, "utf8").trim()).toBe(secret);
  expect(fs.readdirSync(folder)).toEqual(["auth-secret"]);
  expect(modeOf(file)).toBe(0o600);
});

test("a given key is taken, a short one refused, and where it must be given none is made", () => {
  const ask = (secret: string | undefined, mustBeGiven = true) =>
    authSecret({ dataDir: folder, env: { SLIPWAY_AUTH_SECRET: secret }, mustBeGiven });
  expect(ask("x".repeat(32))).toBe("x".repeat(32));
  expect(() => ask("short", false)).toThrow("at least 32 characters");
  expect(() => ask(undefined)).toThrow("must be given");
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("database and sandbox get no credentials; a console on the sandbox no AWS ones", () => {
  const env = {
    PATH: "/bin",
    SLIPWAY_DATA: "/data",
    AWS_ACCESS_KEY_ID: "a",
    AWS_PROFILE: "b",
    SLIPWAY_AUTH_SECRET: "c",
    DATABASE_URL: "d",
    NEXTAUTH_SECRET: "e",
  };
  expect(withoutSecrets(env)).toEqual({ PATH: "/bin", SLIPWAY_DATA: "/data" });
  expect(Object.keys(withoutAws(env))).toEqual([
    "PATH",
    "SLIPWAY_DATA",
    "SLIPWAY_AUTH_SECRET",
    "DATABASE_URL",
    "NEXTAUTH_SECRET",
  ]);
});

test("the database's socket is in the data directory, or where that is too deep in a fresh folder of its owner", () => {
  expect(databaseSocket("/data", folder)).toBe("/data/run/.s.PGSQL.5432");
  const deep = path.join("/data", "x".repeat(100));
  const [one, two] = [databaseSocket(deep, folder), databaseSocket(deep, folder)].map((file) => path.dirname(file));
  expect(one).not.toBe(two);
  expect(path.dirname(one ?? "")).toBe(folder);
  expect(modeOf(one ?? "")).toBe(0o700);
});
