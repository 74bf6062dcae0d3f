import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { LogBuffer } from "@/components/live/log-buffer";
import type { LogLine, LogState } from "@/lib/logs/types";
import { cleanText, lineTone } from "./clean-text";
import { filterLines } from "./filter-lines";
import { LogStateWords } from "./log-states";
import { StillLines } from "./still-lines";
import { StreamColours, streamLabel, streamParts } from "./streams";

const T = Date.UTC(2026, 10, 23, 14, 58, 1, 204);
const line = (id: number, message: string, stream = "ecs/orders/3f9c41d0aa"): LogLine => ({
  id: String(id),
  at: T + id,
  ingestedAt: T + id,
  stream,
  message,
});

describe("text from a container", () => {
  it.each([
    ["\u001b[31mred\u001b[0m text", "red text"],
    ["\u001b[2J\u001b[1;1Hcleared", "cleared"],
    ["\u001b]0;title\u0007after", "after"],
    ["\u001b]8;;https://evil.test\u001b\\link\u001b]8;;\u001b\\", "link"],
    ["\u009b32mgreen", "green"],
    ["a\u0000b\u0008c\tkeeps tabs\r\n", "abc\tkeeps tabs"],
    ["txt\u202egnp.exe", "txtgnp.exe"],
    ["\u001b", ""],
  ])("%j becomes %j", (raw, clean) => {
    expect(cleanText(raw)).toBe(clean);
  });

  it("is never HTML", () => {
    const view = new LogBuffer([line(1, '<img src=x onerror="alert(1)"> & co')]).view();
    const html = renderToStaticMarkup(<StillLines view={view} most={9} colours={new StreamColours()} zone="UTC" />);
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; co");
    expect(html).toContain("14:58:01.205");
    expect(html).not.toContain("<img");
  });

  it.each([
    ["ERROR payment timeout", "bad"],
    ['{"level":"error","msg":"x"}', "bad"],
    ["WARN retrying", "warn"],
    ["GET /errors 200", undefined],
  ])("%s stands out as %s", (text, tone) => {
    expect(lineTone(text)).toBe(tone);
  });
});

describe("streams", () => {
  it("are named by task and container", () => {
    expect(streamLabel("ecs/orders/3f9c41d0aa")).toBe("3f9c orders");
    expect(streamParts("somebody-elses-stream")).toEqual({ container: "somebody-elses-stream", task: undefined });
  });

  it("have a colour of their own as long as there are any", () => {
    const colours = new StreamColours();
    const given = ["a", "b", "c", "a"].map((stream) => colours.of(stream));
    expect(given).toEqual([0, 1, 2, 0]);
  });
});

it("the newest lines stand last in reading order, and no more than asked for", () => {
  const view = new LogBuffer([line(1, "one"), line(2, "two"), line(3, "three")]).view();
  const html = renderToStaticMarkup(<StillLines view={view} most={2} colours={new StreamColours()} zone="UTC" />);
  expect(html).not.toContain("one");
  // column-reverse: what comes first in HTML is lowest on screen.
  expect(html.indexOf("three")).toBeLessThan(html.indexOf("two"));
});

it("filters by text or container, whatever the case", () => {
  const view = new LogBuffer([line(1, "GET /orders"), line(2, "boom", "ecs/Payments/77aa"), line(3, "ok")]).view();
  expect(filterLines(view, " ")).toBeNull();
  expect(filterLines(view, "ORDERS")).toEqual([0, 1, 2].filter((index) => index !== 1));
  expect(filterLines(view, "payments")).toEqual([1]);
});

describe("no lines has a reason", () => {
  const screens: readonly [LogState, RegExp][] = [
    [{ kind: "empty" }, /No log lines yet/],
    [{ kind: "denied", api: "logs:FilterLogEvents", message: "User is not authorized." }, /Not allowed: logs:Filter/],
    [{ kind: "missing-group", group: "/ecs/orders/prod" }, /\/ecs\/orders\/prod does not exist/],
    [{ kind: "not-awslogs", driver: "json-file" }, /log elsewhere \(json-file\)/],
    [{ kind: "unreachable", message: "logs did not answer in 3 s." }, /AWS did not answer/],
  ];
  it.each(screens)("%j", (state, words) => {
    const html = renderToStaticMarkup(<LogStateWords state={{ data: state, at: T, error: null }} filtered={false} />);
    expect(html).toMatch(words);
  });
});
