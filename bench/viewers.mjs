import { setTimeout as sleep } from "node:timers/promises";

const STACK = "orders-prod";
const WATCH_MS = 45_000;
const MANY = 50;

/** AWS calls made for 50 viewers of one service over those for one, in equal time. */
export async function measure(app) {
  const one = await callsFor(app, 1);
  // Pollers live 30 s longer than their last viewer.
  await sleep(35_000);
  const many = await callsFor(app, MANY);
  return [
    {
      name: `AWS calls of ${MANY} viewers ÷ 1 viewer`,
      value: Math.round((many / one) * 1000) / 1000,
      unit: `× (${many} ÷ ${one} calls in ${WATCH_MS / 1000} s)`,
      aim: "≤ 1.05",
      rival: "every peer (one poller a viewer)",
      rivalValue: MANY,
    },
  ];
}

async function callsFor(app, viewers) {
  const abort = new AbortController();
  const streams = Array.from({ length: viewers }, () => watch(app, abort.signal));
  // The first readings after the start are not the pace.
  await sleep(5_000);
  await app.control("calls/reset", {});
  await sleep(WATCH_MS);
  const { calls } = await app.control("calls");
  abort.abort();
  await Promise.allSettled(streams);
  return calls.reduce((total, one) => total + one.calls, 0);
}

async function watch({ url, cookie, account, region }, signal) {
  const topic = encodeURIComponent(`service/${account}/${region}/${STACK}`);
  const answer = await fetch(`${url}/api/live?topic=${topic}`, { headers: { cookie }, signal });
  if (!answer.ok) throw new Error(`/api/live answered ${answer.status}`);
  const reader = answer.body.getReader();
  while (!(await reader.read()).done);
}
