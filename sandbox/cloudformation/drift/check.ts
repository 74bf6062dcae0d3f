import { AwsError } from "../../wire/handler";
import { contextOf } from "../deployment";
import { callTags } from "../operation/environment";
import { type Call, isGone } from "../providers/provider";
import { findProvider } from "../providers/registry";
import type { ResourceRecord, StackRecord } from "../state";
import type { Mapping } from "../template/values";
import type { Tools } from "../tools";
import { differences } from "./compare";
import type { ResourceDrift } from "./record";

function readingCall(tools: Tools, stack: StackRecord, record: ResourceRecord): Call {
  return {
    tools,
    ctx: contextOf(tools, stack.stackId),
    stack: { name: stack.name, id: stack.stackId },
    logicalId: record.id,
    properties: record.properties,
    physicalId: record.physicalId,
    before: {},
    tags: callTags(stack, record),
    tagsBefore: [],
    scratch: {},
    signals: [],
    say: () => undefined,
    updatePolicy: () => undefined,
  };
}

/** Whether CloudFormation can check the resource at all: its type can be read back, and it exists. */
export const canCheck = (record: ResourceRecord): boolean =>
  findProvider(record.type)?.actual !== undefined && record.physicalId !== "" && record.status !== "DELETE_COMPLETE";

/**
 * Reads a resource back from its service, compares it with what the stack made of it, and keeps the finding with the
 * resource. Throws what the service refused with, except that the resource is not there.
 */
export function checkResource(tools: Tools, stack: StackRecord, record: ResourceRecord): ResourceDrift | undefined {
  const provider = findProvider(record.type);
  if (!provider?.actual || !canCheck(record)) return undefined;
  const at = tools.kernel.now();
  const expected = JSON.stringify(record.properties);
  let actual: Mapping | undefined;
  try {
    actual = provider.actual(readingCall(tools, stack, record));
  } catch (error) {
    if (!(error instanceof AwsError) || !isGone(error)) throw error;
  }
  if (!actual) {
    record.drift = { status: "DELETED", at, expected, differences: [] };
    return record.drift;
  }
  const found = differences(record.properties, actual);
  const compared = Object.entries(actual).filter(([key]) => Object.hasOwn(record.properties, key));
  record.drift = {
    status: found.length === 0 ? "IN_SYNC" : "MODIFIED",
    at,
    expected,
    actual: JSON.stringify(Object.fromEntries(compared)),
    differences: found,
  };
  return record.drift;
}
