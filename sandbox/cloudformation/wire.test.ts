import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  EstimateTemplateCostCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  ListExportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions, startWireServer, type WireServer } from "../testing/wire-server";
import { testBench } from "./testing";

const BODY = `
Parameters: {V: {Type: String, Default: a}}
Resources:
  A: {Type: AWS::SSM::Parameter, Metadata: {k: v}, Properties: {Type: String, Value: !Ref V}}
  G: {Type: AWS::Logs::LogGroup}
Outputs: {O: {Value: !Ref A, Export: {Name: e}}}`;

let server: WireServer;
let client: CloudFormationClient;
const bench = testBench();

beforeAll(async () => {
  server = await startWireServer();
  const handlers: Record<string, unknown> = { ...bench.api };
  server.handler = (input, call) => {
    const handler = handlers[call.operation];
    if (typeof handler !== "function") throw new Error(`no ${call.operation}`);
    return handler(input, call);
  };
  client = new CloudFormationClient(clientOptions(server.endpoint));
});
afterAll(() => {
  client.destroy();
  server.close();
});

it("every answer fits AWS's schema, through a real client", async () => {
  const name = { StackName: "s" };
  const set = { ...name, ChangeSetName: "c" };
  const { StackId } = await client.send(
    new CreateStackCommand({ ...name, TemplateBody: BODY, ClientRequestToken: "t" }),
  );
  bench.run();
  const { Stacks } = await client.send(new DescribeStacksCommand(name));
  expect(Stacks?.[0]).toMatchObject({
    StackId,
    StackStatus: "CREATE_COMPLETE",
    Tags: [],
    NotificationARNs: [],
    RollbackConfiguration: {},
    DriftInformation: { StackDriftStatus: "NOT_CHECKED" },
    EnableTerminationProtection: false,
    DisableRollback: false,
    LastOperations: [{ OperationType: "CREATE_STACK" }],
    Outputs: [{ OutputKey: "O", ExportName: "e" }],
  });
  expect(Stacks?.[0]?.CreationTime).toBeInstanceOf(Date);
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand(name));
  expect(StackEvents.at(-1)).toMatchObject({ ResourceStatusReason: "User Initiated", ClientRequestToken: "t" });
  expect(StackEvents.find((event) => event.LogicalResourceId === "A")).toBeDefined();
  const events = await client.send(new DescribeEventsCommand(name));
  expect(events.OperationEvents?.[0]).toMatchObject({ EventType: "STACK_EVENT", OperationType: "CREATE_STACK" });
  const detail = await client.send(new DescribeStackResourceCommand({ ...name, LogicalResourceId: "A" }));
  expect(detail.StackResourceDetail?.Metadata).toBe('{"k":"v"}');
  expect((await client.send(new DescribeStackResourcesCommand(name))).StackResources).toHaveLength(2);
  expect((await client.send(new ListStackResourcesCommand(name))).StackResourceSummaries).toHaveLength(2);
  expect((await client.send(new ListStacksCommand({}))).StackSummaries).toHaveLength(1);
  expect((await client.send(new ListExportsCommand({}))).Exports).toHaveLength(1);
  expect((await client.send(new GetTemplateCommand(name))).TemplateBody).toBe(BODY);
  expect((await client.send(new GetTemplateSummaryCommand(name))).Parameters).toHaveLength(1);
  expect((await client.send(new ValidateTemplateCommand({ TemplateBody: BODY }))).Parameters).toHaveLength(1);
  expect((await client.send(new EstimateTemplateCostCommand({ TemplateBody: BODY }))).Url).toMatch(/^https:/);
  await client.send(new UpdateTerminationProtectionCommand({ ...name, EnableTerminationProtection: false }));
  const Parameters = [{ ParameterKey: "V", ParameterValue: "b" }];
  await client.send(new CreateChangeSetCommand({ ...set, UsePreviousTemplate: true, Parameters }));
  bench.run(5);
  const plan = await client.send(new DescribeChangeSetCommand({ ...set, IncludePropertyValues: true }));
  expect(plan).toMatchObject({ Status: "CREATE_COMPLETE", Capabilities: [], IncludeNestedStacks: false });
  expect(plan.Changes?.[0]?.ResourceChange?.Details?.[0]?.Target?.AfterValue).toBe("b");
  expect((await client.send(new ListChangeSetsCommand(name))).Summaries).toHaveLength(1);
  await client.send(new ExecuteChangeSetCommand(set));
  bench.run();
  await expect(client.send(new DescribeChangeSetCommand(set))).rejects.toMatchObject({
    name: "ChangeSetNotFoundException",
    $metadata: { httpStatusCode: 404 },
  });
  await expect(
    client.send(new UpdateStackCommand({ ...name, UsePreviousTemplate: true, Parameters })),
  ).rejects.toMatchObject({ name: "ValidationError", message: "No updates are to be performed." });
  await client.send(new DeleteStackCommand(name));
  bench.run();
  expect((await client.send(new DescribeStacksCommand({ StackName: StackId }))).Stacks?.[0]).toMatchObject({
    StackStatus: "DELETE_COMPLETE",
    DeletionTime: expect.any(Date),
  });
  expect(server.bugs).toEqual([]);
});
