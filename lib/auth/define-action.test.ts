import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { listAudit } from "@/lib/audit/list";
import { readConfig } from "@/lib/config";
import { testDatabase } from "@/lib/db/test-database";
import { SlipwayError } from "@/lib/errors";
import { type Runtime, setRuntime } from "@/lib/runtime";
import { sealSession } from "./cookie";
import { defineAction } from "./define-action";
import { defineRoute } from "./define-route";
import { closeSession, openSession } from "./sessions";
import type { Role } from "./types";
import { sandboxUser } from "./users";

/** The request as Next hands it over; everything behind it is real. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookie: undefined as string | undefined }));
vi.mock("next/headers", () => ({
  headers: async () => request.headers,
  cookies: async () => ({ get: () => (request.cookie ? { value: request.cookie } : undefined) }),
}));

let made: Awaited<ReturnType<typeof testDatabase>>;
const clock = { now: () => Date.now(), sleep: async () => {} };
const logged = vi.spyOn(console, "error").mockImplementation(() => {});

beforeAll(async () => {
  process.env.SLIPWAY_AUTH_SECRET = "a-secret-of-at-least-thirty-two-characters";
  made = await testDatabase();
  const config = readConfig({ SLIPWAY_SANDBOX_URL: "http://127.0.0.1:1", DATABASE_URL: made.url });
  setRuntime({ db: made.db, clock, config } as unknown as Runtime);
});
afterAll(() => made.close());
beforeEach(() => {
  request.headers = new Headers({ host: "localhost:3000", origin: "http://localhost:3000" });
  request.cookie = undefined;
});

async function signInAs(role: Role): Promise<string> {
  const session = await openSession(made.db, await sandboxUser(made.db, role, clock), clock);
  request.cookie = await sealSession(session.id);
  return session.id;
}

const ran = vi.fn();
const scale = defineAction({
  name: "test.scale",
  role: "operator",
  input: z.object({ stack: z.string(), count: z.coerce.number().int(), password: z.string().optional() }),
  target: ({ stack }) => stack,
  run: async ({ session }, { count }) => {
    ran();
    if (count === 13) throw new SlipwayError("busy", "Somebody else is at it.", { operationId: "o1" });
    if (count === 14) throw new Error("postgres://user:secret@host refused");
    return `${session.name} scaled to ${count}`;
  },
});
const newest = async () => (await listAudit(made.db, { limit: 1 }))[0];

it.each<[string, () => Promise<unknown>, string]>([
  ["nobody is signed in", async () => {}, "unauthenticated"],
  ["the session was signed out", async () => closeSession(made.db, await signInAs("admin")), "unauthenticated"],
  ["the cookie is made up", async () => (request.cookie = "eyJhbGciOiJkaXIifQ..x.y.z"), "unauthenticated"],
  ["the role is too low", () => signInAs("viewer"), "forbidden"],
  [
    "the request comes from elsewhere",
    () => signInAs("admin").then(() => request.headers.set("origin", "http://evil")),
    "forbidden",
  ],
  ["the request says no origin", () => signInAs("admin").then(() => request.headers.delete("origin")), "forbidden"],
])("does nothing when %s", async (_, given, code) => {
  ran.mockClear();
  await given();
  expect(await scale({ stack: "a", count: 1 })).toMatchObject({ ok: false, error: { code } });
  expect(ran).not.toHaveBeenCalled();
});

it("writes down who asked for what and how it ended, without secrets", async () => {
  await signInAs("operator");
  expect(await scale({ stack: "a/b/c", count: 2, password: "hunter2" })).toEqual({
    ok: true,
    data: "Sandbox operator scaled to 2",
  });
  const entry = await newest();
  expect(entry).toMatchObject({
    by: "Sandbox operator",
    role: "operator",
    action: "test.scale",
    target: "a/b/c",
    outcome: "ok",
  });
  expect(JSON.stringify(entry)).not.toContain("hunter2");
  await signInAs("viewer");
  await scale({ stack: "a/b/c", count: 2 });
  expect(await newest()).toMatchObject({ by: "Sandbox viewer", outcome: "forbidden" });
});

it("takes a form without JavaScript, names wrong fields, passes on known errors and hides unknown ones", async () => {
  await signInAs("operator");
  const form = new FormData();
  form.set("stack", "a");
  form.set("count", "3");
  form.set("$ACTION_ID_1", "");
  expect(await scale(form)).toMatchObject({ ok: true });
  expect(await scale({ stack: "a", count: "many" })).toMatchObject({
    error: { code: "invalid_input", details: { fields: { count: expect.any(String) } } },
  });
  expect(await scale({ stack: "a", count: 13 })).toMatchObject({
    error: { code: "busy", details: { operationId: "o1" } },
  });
  expect(await newest()).toMatchObject({ outcome: "busy", detail: "Somebody else is at it." });
  const unknown = await scale({ stack: "a", count: 14 });
  expect(unknown).toMatchObject({ error: { code: "internal", reference: expect.stringMatching(/^[0-9a-f]{8}$/) } });
  expect(JSON.stringify(unknown)).not.toContain("secret");
  expect(logged.mock.lastCall?.[0]).toContain("postgres://user");
});

it("checks routes the same way and answers the status of the code", async () => {
  const route = defineRoute({ role: "operator", run: async ({ session }) => Response.json(session.role) });
  const ask = (method: string, headers: Record<string, string> = { host: "localhost:3000" }) =>
    route(new Request("http://localhost:3000/api/x", { method, headers }), { params: Promise.resolve({}) });
  expect((await ask("GET")).status).toBe(401);
  await signInAs("viewer");
  expect((await ask("GET")).status).toBe(403);
  await signInAs("operator");
  expect((await ask("GET")).status).toBe(200);
  expect((await ask("POST", { host: "localhost:3000", origin: "http://evil" })).status).toBe(403);
  expect((await ask("GET", { host: "evil.example" })).status).toBe(403);
});
