import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { afterEach, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import { readConfig } from "@/lib/config";
import { createAws } from "./client";

const MINUTE = 60_000;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** An AWS whose clock is off by `offset()` ms and that takes `delay()` ms to answer. */
async function answering(offset: () => number, delay: () => number) {
  const server = createServer((_, response) => {
    const date = new Date(Date.now() + offset()).toUTCString();
    setTimeout(() => {
      response.writeHead(200, { date, "content-type": "text/xml" });
      response.end(
        "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
      );
    }, delay());
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const aws = createAws(readConfig({ SLIPWAY_SANDBOX_URL: url, DATABASE_URL: "none" }), systemClock);
  const ctx = aws.at({ account: "sandbox", region: "us-east-1" });
  const ask = () =>
    ctx.call("sts:GetCallerIdentity", () => ctx.client(STSClient).send(new GetCallerIdentityCommand({})));
  return { ctx, ask, ahead: () => ctx.now() - Date.now(), destroy: () => aws.destroy() };
}

it("learns AWS's clock from its answers, and follows it when it jumps", async () => {
  let offset = 10 * MINUTE;
  const { ask, ahead, destroy } = await answering(
    () => offset,
    () => 0,
  );
  await ask();
  expect(Math.abs(ahead() - offset)).toBeLessThan(1_100);
  offset = 70 * MINUTE;
  await ask();
  expect(Math.abs(ahead() - offset)).toBeLessThan(1_100);
  destroy();
});

it("does not take a slow answer for a slow clock", async () => {
  let delay = 0;
  const { ask, ahead, destroy } = await answering(
    () => 0,
    () => delay,
  );
  await ask();
  const before = ahead();
  delay = 2_500;
  await ask();
  expect(Math.abs(ahead() - before)).toBeLessThan(50);
  destroy();
});
