import { describe, expect, it } from "vitest";
import { readPolicy } from "./policy-document";
import { evaluate, type NamedPolicy } from "./policy-evaluation";

const policy = (...Statement: object[]): NamedPolicy => ({
  id: "p",
  type: "role",
  document: JSON.stringify({ Version: "2012-10-17", Statement }),
});
const allow = (more: object) => ({ Effect: "Allow", Resource: "*", ...more });
const deny = (more: object) => ({ Effect: "Deny", Resource: "*", ...more });
const STACK = "arn:aws:cloudformation:eu-west-1:111122223333:stack/orders-prod/1";

function decision(
  statements: object[],
  action: string,
  resource = "*",
  context: Record<string, string[]> = { "aws:requestedregion": ["eu-west-1"] },
) {
  return evaluate({ policies: [policy(...statements)] }, { action, resource, context }).decision;
}

describe("a policy", () => {
  it.each([
    ["nothing said is a denial", [], "ecs:ListTasks", "implicitDeny"],
    ["an exact action", [allow({ Action: "ecs:ListTasks" })], "ecs:ListTasks", "allowed"],
    ["in other letters", [allow({ Action: "ECS:listtasks" })], "ecs:ListTasks", "allowed"],
    ["a wildcard", [allow({ Action: ["ecs:List*", "logs:*"] })], "ecs:ListTasks", "allowed"],
    ["a question mark is one letter", [allow({ Action: "ecs:ListTask?" })], "ecs:ListTasks", "allowed"],
    ["which there must be", [allow({ Action: "ecs:ListTasks?" })], "ecs:ListTasks", "implicitDeny"],
    ["another action", [allow({ Action: "ecs:List*" })], "ecs:StopTask", "implicitDeny"],
    ["all but these", [allow({ NotAction: "iam:*" })], "ecs:StopTask", "allowed"],
    ["all but this one", [allow({ NotAction: "iam:*" })], "iam:GetRole", "implicitDeny"],
    [
      "a denial wins over an allowance",
      [allow({ Action: "*" }), deny({ Action: "ecs:Stop*" })],
      "ecs:StopTask",
      "explicitDeny",
    ],
    ["and only where it speaks", [allow({ Action: "*" }), deny({ Action: "ecs:Stop*" })], "ecs:ListTasks", "allowed"],
    ["a dot is a dot", [allow({ Action: "ecs.ListTasks" })], "ecs:ListTasks", "implicitDeny"],
  ])("%s", (_what, statements, action, wanted) => {
    expect(decision(statements, action)).toBe(wanted);
  });

  it.each([
    ["arn:aws:cloudformation:*:*:stack/orders-*", STACK, "allowed"],
    ["arn:aws:cloudformation:us-*:*:stack/orders-*", STACK, "implicitDeny"],
    ["arn:aws:cloudformation:*:*:stack/orders-*", "*", "implicitDeny"],
    ["*", "*", "allowed"],
  ])("for the resource %s asked of %s is %s", (Resource, resource, wanted) => {
    expect(decision([allow({ Action: "*", Resource })], "cloudformation:UpdateStack", resource)).toBe(wanted);
  });

  it("keeps all resources but some", () => {
    const statements = [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:cloudformation:*:*:stack/*-prod/*" }];
    expect(decision(statements, "cloudformation:DeleteStack", STACK)).toBe("implicitDeny");
    expect(decision(statements, "cloudformation:DeleteStack", STACK.replace("prod", "dev"))).toBe("allowed");
  });
});

describe("conditions", () => {
  it.each([
    [{ StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } }, "allowed"],
    [{ StringEquals: { "aws:RequestedRegion": "us-east-1" } }, "implicitDeny"],
    [{ StringNotEquals: { "aws:RequestedRegion": "us-east-1" } }, "allowed"],
    [{ StringLike: { "aws:requestedregion": "eu-*" } }, "allowed"],
    [{ StringEquals: { "aws:PrincipalTag/team": "a" } }, "implicitDeny"],
    [{ StringEqualsIfExists: { "aws:PrincipalTag/team": "a" } }, "allowed"],
    [{ StringNotEquals: { "aws:PrincipalTag/team": "a" } }, "allowed"],
    [{ Null: { "aws:PrincipalTag/team": "true" } }, "allowed"],
    [{ Null: { "aws:RequestedRegion": "true" } }, "implicitDeny"],
    [{ NumericLessThan: { size: "10" } }, "allowed"],
    [{ NumericGreaterThanEquals: { size: "10" } }, "implicitDeny"],
    [{ DateLessThan: { "aws:CurrentTime": "2026-11-24T00:00:00Z" } }, "allowed"],
    [{ Bool: { "aws:SecureTransport": "true" } }, "implicitDeny"],
    [{ "ForAnyValue:StringEquals": { keys: ["b", "z"] } }, "allowed"],
    [{ "ForAllValues:StringEquals": { keys: ["b", "z"] } }, "implicitDeny"],
    [{ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/ops" } }, "allowed"],
    [{ StringEquals: { "aws:username": "${aws:username}" } }, "allowed"],
    [{ StringEquals: { "aws:username": "${aws:nobody}" } }, "implicitDeny"],
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" }, Bool: { "aws:SecureTransport": "true" } }, "implicitDeny"],
    [{ NoSuchOperator: { "aws:RequestedRegion": "eu-west-1" } }, "implicitDeny"],
  ])("%o: %s", (Condition, wanted) => {
    const context = {
      "aws:requestedregion": ["eu-west-1"],
      "aws:username": ["ann"],
      "aws:securetransport": ["false"],
      "aws:currenttime": ["2026-11-23T10:00:00Z"],
      "aws:principalarn": ["arn:aws:iam::111122223333:role/ops"],
      size: ["9"],
      keys: ["a", "b"],
    };
    expect(decision([allow({ Action: "*", Condition })], "ecs:StopTask", "*", context)).toBe(wanted);
  });

  it("name the keys they miss", () => {
    const policies = [policy(allow({ Action: "*", Condition: { StringEquals: { "ec2:Region": "x" } } }))];
    expect(evaluate({ policies }, { action: "ec2:RunInstances", resource: "*", context: {} }).missing).toEqual([
      "ec2:Region",
    ]);
  });
});

it("a permissions boundary must allow too, and never allows by itself", () => {
  const request = { action: "ecs:StopTask", resource: "*", context: {} };
  const all = [policy(allow({ Action: "*" }))];
  const reads = [policy(allow({ Action: ["ecs:List*", "ecs:Describe*"] }))];
  expect(evaluate({ policies: all, boundary: reads }, request)).toMatchObject({
    decision: "implicitDeny",
    boundary: "implicitDeny",
  });
  expect(evaluate({ policies: reads, boundary: all }, request)).toMatchObject({
    decision: "implicitDeny",
    boundary: "allowed",
  });
  expect(evaluate({ policies: all, boundary: all }, request)).toMatchObject({
    decision: "allowed",
    boundary: "allowed",
  });
});

it("knows where its statements stand, as AWS's example shows them", () => {
  const text = `{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "a } in a \\"text\\" {",
            "Effect": "Allow",
            "Action": "codecommit:ListRepositories",
            "Resource": "*"
        },
        { "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "Bool": { "a": "true" } } }
    ]
}`;
  expect(readPolicy(text).map(({ start, end }) => [start, end])).toEqual([
    [
      { Line: 3, Column: 19 },
      { Line: 9, Column: 10 },
    ],
    [
      { Line: 9, Column: 11 },
      { Line: 10, Column: 103 },
    ],
  ]);
});
