import { describe, expect, it } from "vitest";
import { linesOf } from "./test-lint";

const parameter = (name: string, body: string) =>
  `Parameters:\n  ${name}:\n    ${body}\nResources: {A: {Type: T, Properties: {P: !Ref ${name}}}}`;

describe("no-echo", () => {
  it.each([
    ["dbPassword", "Type: String", [2]],
    ["apiKey", "{Type: String, NoEcho: false}", [2]],
    ["dbPassword", "{Type: String, NoEcho: true}", []],
    ["dbPassword", "{Type: String, NoEcho: true, Default: hunter2}", [3]],
    ["dbPassword", "{Type: String, NoEcho: true, Default: ''}", []],
    ["secretArn", "Type: String", []],
    ["passwordLength", "Type: Number", []],
    ["ec2Key", "Type: String", []],
  ])("%s %s", (name, body, lines) => {
    expect(linesOf("no-echo", parameter(name, body))).toEqual(lines);
  });
});
