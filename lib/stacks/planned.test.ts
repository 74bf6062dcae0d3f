import { expect, it } from "vitest";
import { plannedByChangeSet, plannedByTemplate } from "./planned";

const template = `
Parameters: { tls: { Type: String }, dns: { Type: String } }
Conditions:
  Tls: !Equals [!Ref tls, "true"]
  Both: !And [!Condition Tls, !Equals [!Ref dns, "true"]]
  Here: !Equals [!Ref AWS::Region, us-east-1]
Resources:
  Always: { Type: AWS::Logs::LogGroup }
  Listener: { Type: AWS::Logs::LogGroup, Condition: Tls }
  Record: { Type: AWS::Logs::LogGroup, Condition: Both }
`;

it("counts the resources whose conditions hold", () => {
  expect(plannedByTemplate(template, { tls: "true", dns: "false" })).toEqual(["Always", "Listener"]);
  expect(plannedByTemplate(template, { tls: "true", dns: "true" })).toEqual(["Always", "Listener", "Record"]);
  expect(plannedByTemplate(template, { tls: "false", dns: "true" })).toEqual(["Always"]);
});

it("says nothing rather than something wrong", () => {
  const here = `${template}  There: { Type: AWS::Logs::LogGroup, Condition: Here }\n`;
  expect(plannedByTemplate(here, { tls: "false", dns: "false" })).toBeUndefined();
  expect(plannedByTemplate("a: [", {})).toBeUndefined();
});

it("leaves out what an update only lists because it reads what changes", () => {
  const base = { action: "Modify", replacement: "False" } as const;
  const reads = (cause: string) => [{ path: "p", cause, after: "{{changeSet:KNOWN_AFTER_APPLY}}" }];
  const changes = [
    { ...base, logicalId: "Service", type: "AWS::ECS::Service", properties: reads("Task") },
    { ...base, logicalId: "Alarm", type: "AWS::CloudWatch::Alarm", properties: reads("Service.Name") },
    { ...base, logicalId: "Task", type: "T", replacement: "True" as const, properties: [{ path: "p", after: "2" }] },
  ];
  expect(plannedByChangeSet({ changes })).toEqual(["Service", "Task"]);
});
