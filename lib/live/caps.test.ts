import { expect, it } from "vitest";
import { createAws } from "@/lib/aws/client";
import { systemClock } from "@/lib/clock";
import { readConfig } from "@/lib/config";
import { createHub } from "./hub";
import { liveResponse } from "./live-handler";
import { createStreams } from "./streams";
import { FLEET_TOPIC } from "./topics";

const place = { account: "sandbox", region: "us-east-1" };

/** A hub whose AWS is not there: topics run all the same. */
function newHub(mostTopics?: number) {
  const config = readConfig({ SLIPWAY_SANDBOX_URL: "http://127.0.0.1:9", DATABASE_URL: "none" });
  const aws = createAws(config, systemClock);
  const hub = createHub({ aws, clock: systemClock, places: [place], log: () => {}, mostTopics });
  const close = async () => {
    await hub.close();
    aws.destroy();
  };
  return { hub, close };
}

it("follows no more topics than it may: one nobody looks at makes room, one that is watched does not", async () => {
  const { hub, close } = newHub(1);
  await hub.read("budget");
  await hub.read(FLEET_TOPIC, { deadlineMs: 1 });
  expect(hub.watched()).toEqual([{ topic: FLEET_TOPIC, viewers: 0 }]);
  const leave = new AbortController();
  const frames = hub.subscribe(FLEET_TOPIC, { signal: leave.signal })[Symbol.asyncIterator]();
  await frames.next();
  await expect(hub.read("budget")).rejects.toMatchObject({
    code: "unavailable",
    message: expect.stringContaining("1 live topics"),
  });
  leave.abort();
  await frames.next();
  await hub.read("budget");
  expect(hub.watched()).toEqual([{ topic: "budget", viewers: 0 }]);
  await close();
});

it("counts a session's streams, and forgets one however it ends", async () => {
  const { hub, close } = newHub();
  const streams = createStreams();
  const ask = (signal?: AbortSignal) =>
    liveResponse(new Request("http://localhost/api/live?topic=budget", { signal }), {
      hub,
      clock: systemClock,
      stillValid: async () => true,
      opened: () => streams.open("ann"),
    });
  for (let n = 0; n < 99; n += 1) streams.open("ann");
  const full = () => expect(() => streams.open("ann")).toThrow("100 live streams");

  const read = ask();
  full();
  streams.open("ben")();
  await read.body?.cancel();

  const leaving = new AbortController();
  ask(leaving.signal);
  full();
  leaving.abort();

  ask(AbortSignal.abort());
  ask(leaving.signal);

  const reader = ask().body?.getReader();
  await reader?.read();
  await reader?.read();
  full();
  await hub.close();
  while (!(await reader?.read())?.done);
  streams.open("ann");
  full();
  await close();
});
