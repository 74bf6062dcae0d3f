import { expect, it } from "vitest";
import { serviceModel } from "./model";
import { writeXml } from "./xml-write";

const output = async (operation: string) => {
  const ns = (await serviceModel("cloudformation")).operations.get(operation)?.output;
  if (!ns) throw new Error(`no ${operation}`);
  return (value: unknown) => Buffer.from(writeXml("<a>", ns, value, "</a>")).toString();
};
const event = (EventId: string) => ({ StackId: "s", EventId, StackName: "näme", Timestamp: new Date(0) });
const xml = (id: string) =>
  `<member><StackId>s</StackId><EventId>${id}</EventId><StackName>näme</StackName><Timestamp>1970-01-01T00:00:00.000Z</Timestamp></member>`;

it("writes what a handler froze once, and what it did not each time", async () => {
  const write = await output("DescribeStackEvents");
  const events = [event("1")];
  expect(write({ StackEvents: events })).toBe(`<a><StackEvents>${xml("1")}</StackEvents></a>`);
  events.push(event("2"));
  const both = `<StackEvents>${xml("1")}${xml("2")}</StackEvents>`;
  expect(write({ StackEvents: events })).toBe(`<a>${both}</a>`);
  Object.freeze(events);
  for (const NextToken of ["t", "u"])
    expect(write({ StackEvents: events, NextToken })).toBe(`<a>${both}<NextToken>${NextToken}</NextToken></a>`);
});

it("tells one frozen value under two names apart", async () => {
  const none = Object.freeze([]);
  expect((await output("DescribeStackEvents"))({ StackEvents: none })).toBe("<a><StackEvents></StackEvents></a>");
  expect((await output("DescribeStacks"))({ Stacks: none })).toBe("<a><Stacks></Stacks></a>");
});
