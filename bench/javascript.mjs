import { gzipSync } from "node:zlib";

const STACK = "orders-prod";

/** First-load JavaScript of each route: script tags of the HTML, and all JavaScript until the page is idle; gzip KB. */
export async function measure({ context, url, account, region }) {
  const stack = `/stacks/${account}/${region}/${STACK}`;
  const routes = [
    "/sign-in",
    "/",
    "/launch",
    "/launch?template=ecs-ec2-daemon",
    `${stack}/overview`,
    `${stack}/deployments`,
    `${stack}/scaling`,
    `${stack}/tasks`,
    `${stack}/logs`,
    `${stack}/events`,
    `${stack}/resources`,
    `${stack}/settings`,
    "/templates",
    "/audit",
    "/settings",
  ];
  const results = [];
  for (const route of routes) {
    const { tags, idle } = await weigh(context, url, route);
    const short = route.replace(stack, "…");
    results.push({
      name: `first-load JavaScript ${short}`,
      value: kb(tags),
      unit: "KB gzip",
      aim: "≤ 220",
      rival: null,
      rivalValue: null,
    });
    results.push({
      name: `JavaScript until idle ${short}`,
      value: kb(idle),
      unit: "KB gzip",
      aim: "≤ 350",
      rival: null,
      rivalValue: null,
    });
  }
  return results;
}

async function weigh(context, url, route) {
  const page = await context.newPage();
  const bodies = new Map();
  const reading = [];
  page.on("response", (response) => {
    if (!/javascript/.test(response.headers()["content-type"] ?? "")) return;
    reading.push(
      response.body().then(
        (body) => bodies.set(response.url(), gzipSync(body).length),
        () => {},
      ),
    );
  });
  const answer = await page.goto(route);
  const html = await answer.text();
  // A live stream never ends, so "network idle" would not come: the page is idle when no script came for 1.5 s.
  for (let before = -1; before !== bodies.size; await page.waitForTimeout(1_500)) before = bodies.size;
  await Promise.all(reading);
  const tags = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)]
    .filter(([tag]) => !/nomodule/i.test(tag))
    .map(([, src]) => new URL(src, url).href);
  await page.close();
  const sum = (addresses) => [...addresses].reduce((total, address) => total + (bodies.get(address) ?? 0), 0);
  return { tags: sum(new Set(tags)), idle: sum(bodies.keys()) };
}

const kb = (bytes) => Math.round(bytes / 102.4) / 10;
