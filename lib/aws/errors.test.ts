import { describe, expect, it } from "vitest";
import { toSlipwayError } from "./errors";
import { awsFault } from "./test-door";

const of = (name: string, message: string, status = 400) =>
  toSlipwayError("cloudformation:CreateStack", awsFault(name, message, status));

describe("what AWS throws", () => {
  it.each(["LimitExceededException", "LimitExceeded"])("%s is a quota: waiting does not help", (name) => {
    const message = "Limit for stack has been exceeded";
    expect(of(name, message)).toMatchObject({
      code: "aws_rejected",
      message,
      details: { awsCode: name, hint: expect.stringContaining("Service Quotas") },
    });
  });

  it.each([
    ["Throttling", "Rate exceeded"],
    ["ThrottlingException", "Rate exceeded"],
    ["RequestLimitExceeded", "Request limit exceeded."],
    ["LimitExceededException", "Rate exceeded"],
  ])("%s: %s is a throttle", (name, message) => {
    expect(of(name, message).code).toBe("aws_throttled");
  });

  it.each([
    ["AccessDenied", 403, "aws_denied"],
    ["ExpiredToken", 403, "aws_credentials"],
    ["ValidationError", 400, "aws_rejected"],
    ["InternalFailure", 500, "aws_unreachable"],
  ])("%s with %s is %s", (name, status, code) => {
    expect(of(name, "text", status).code).toBe(code);
  });
});
