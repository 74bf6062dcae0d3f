import { describe, expect, it } from "vitest";
import type { Task } from "@/lib/services/types";
import { type CauseEvidence, rootCause } from "./root-cause";
import type { StackEvent } from "./types";

let at = 0;
const event = (logicalId: string, status: string, reason?: string, type = "AWS::ECS::Service"): StackEvent => ({
  id: `${logicalId}-${++at}`,
  at,
  logicalId,
  type,
  status,
  reason,
});
const stack = (status: string, reason?: string) => event("demo", status, reason, "AWS::CloudFormation::Stack");
const task = (stoppedReason: string, container: Partial<Task["containers"][number]> = {}, more = {}): Task => ({
  id: "0123456789abcdef",
  arn: "arn",
  lastStatus: "STOPPED",
  desiredStatus: "STOPPED",
  health: "none",
  taskDefinition: "td:2",
  stoppedReason,
  containers: [{ name: "api", image: "acme/api:1.5.1", ...container }],
  startedAt: 1_000,
  stoppedAt: 3_000,
  ...more,
});
const serviceEvent = (message: string) => ({ id: message, at: 1, message });
const line = (message: string) => ({ id: message, at: 1, ingestedAt: 1, stream: "s", message });

/** Events oldest first as told here. */
const find = (events: StackEvent[], more: Partial<CauseEvidence> = {}) =>
  rootCause({ stackEvents: events.toReversed(), serviceEvents: [], stoppedTasks: [], logLines: [], ...more });

const BREAKER =
  "Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.\" (RequestToken: 0a1b, HandlerErrorCode: GeneralServiceException)";
const handler = (text: string) =>
  `Resource handler returned message: "${text}" (RequestToken: 0a1b, HandlerErrorCode: X)`;

describe("resources", () => {
  it.each([
    [
      handler("User: arn:aws:iam::1:user/u is not authorized to perform: iam:CreateRole on resource: x"),
      "AWS did not allow iam:CreateRole, which Thing needs.",
    ],
    [handler("demo-alb already exists (Service: ElbV2, Status Code: 400)"), /name of Thing is there already/],
    [handler("The image id '[ami-0abc]' does not exist"), /machine image ami-0abc does not exist/],
    [
      "Received 0 SUCCESS signal(s) out of 2. Unable to satisfy 100% MinSuccessfulInstancesPercent requirement",
      /Only 0 of 2 instances of Thing/,
    ],
    [
      "Failed to receive 2 resource signal(s) within the specified duration",
      /2 of the instances of Thing did not report/,
    ],
    [handler("You have exceeded the maximum number of load balancers: quota 50"), /quota of this account/],
    [
      handler("We currently do not have sufficient capacity: InsufficientInstanceCapacity"),
      /no instances of this type/,
    ],
    [
      handler(
        `Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"/ecs/a/b"}' already exists.`,
      ),
      "Thing could not be made: the log group /ecs/a/b is there already, left over from an earlier stack perhaps.",
    ],
    [
      handler("[Tried to create resource record set [name='a.acme.dev.', type='A'] but it already exists]"),
      "Thing could not be made: the hosted zone has a record a.acme.dev (A) already.",
    ],
    [
      handler(
        "The certificate 'arn:aws:acm:eu-west-1:1:certificate/x' must have a fully-qualified domain name, a supported signature, and a supported key size.",
      ),
      "Thing cannot use the certificate arn:aws:acm:eu-west-1:1:certificate/x: it is not issued, or is of another Region.",
    ],
    ["Requires capabilities : [CAPABILITY_NAMED_IAM]", /only with CAPABILITY_NAMED_IAM/],
    [handler("VPC vpc-1a has no internet gateway"), /vpc-1a has no internet gateway/],
    [
      handler("You have requested more vCPU capacity than your current vCPU limit of 3 allows for the instance bucket"),
      "Thing got no instance: the account's quota of 3 vCPUs is used up.",
    ],
    [handler("Something nobody foresaw"), "Thing failed: Something nobody foresaw"],
  ])("%s", (reason, wanted) => {
    const cause = find([
      stack("CREATE_IN_PROGRESS", "User Initiated"),
      event("Thing", "CREATE_FAILED", reason, "AWS::X::Y"),
      event("Other", "CREATE_FAILED", "Resource creation cancelled", "AWS::X::Y"),
      stack(
        "ROLLBACK_IN_PROGRESS",
        "The following resource(s) failed to create: [Other, Thing]. Rollback requested by user.",
      ),
    ]);
    expect(cause?.sentence).toEqual(typeof wanted === "string" ? wanted : expect.stringMatching(wanted));
    expect(cause?.evidence.join()).not.toMatch(/RequestToken/);
  });

  it("names the earliest, not the followers and not what failed while cleaning up", () => {
    const cause = find([
      event("A", "CREATE_FAILED", "Resource creation cancelled", "AWS::X::Y"),
      event("B", "CREATE_FAILED", handler("first"), "AWS::X::Y"),
      event("C", "DELETE_FAILED", handler("later"), "AWS::X::Y"),
    ]);
    expect(cause?.sentence).toBe("B failed: first");
  });
});

describe("tasks behind a failed service", () => {
  const failed = [event("EcsService", "UPDATE_FAILED", BREAKER)];
  const exits = "Essential container in task exited";
  it.each<[string, Task, RegExp]>([
    ["crash", task(exits, { exitCode: 1 }), /api exited with code 1 right after it started/],
    [
      "no such image",
      task("CannotPullContainerError: failed to resolve ref: not found"),
      /acme\/api:1.5.1 does not exist/,
    ],
    ["pull refused", task("CannotPullContainerError: denied"), /could not be pulled/],
    [
      "memory",
      task(exits, { exitCode: 137, reason: "OutOfMemoryError: Container killed due to memory usage" }),
      /more memory/,
    ],
    [
      "load balancer",
      task("Task failed ELB health checks in (target-group arn)"),
      /load balancer's health check failed/,
    ],
    ["container health", task("Task failed container health checks"), /own health check failed/],
  ])("%s", (_, stopped, wanted) => {
    const cause = find(failed, {
      stoppedTasks: [stopped],
      logLines: [line("starting"), line("panic: no DATABASE_URL")],
    });
    expect(cause?.sentence).toMatch(wanted);
    expect(cause?.evidence.join("\n")).toMatch(/panic: no DATABASE_URL[\s\S]*Circuit Breaker/);
    expect(cause?.nextStep).toBeDefined();
  });

  it("passes over tasks that a deployment stopped", () => {
    const cause = find(failed, {
      stoppedTasks: [task("Scaling activity initiated by (deployment ecs-svc/1)"), task(exits, { exitCode: 2 })],
    });
    expect(cause?.sentence).toMatch(/code 2/);
  });

  it("takes the load balancer's own reason from the service's events", () => {
    const message =
      "(service demo) (task 1) (port 8080) is unhealthy in (target-group arn) due to (reason Health checks failed with these codes: [503]).";
    const stoppedTasks = [task("Task failed ELB health checks in (target-group arn)")];
    const cause = find(failed, { stoppedTasks, serviceEvents: [serviceEvent(message)] });
    expect(cause?.sentence).toMatch(/port 8080 fails: .*\[503\]/);
    expect(cause?.evidence[0]).toBe(message);
  });

  it("asks the service's events when no task tells", () => {
    const unhealthy =
      "(service demo) (task 1) (port 8080) is unhealthy in (target-group arn) due to (reason Health checks failed with these codes: [503]).";
    expect(find(failed, { serviceEvents: [serviceEvent(unhealthy)] })?.sentence).toBe(
      "The load balancer's health check on port 8080 fails: Health checks failed with these codes: [503].",
    );
    const unplaced =
      "(service demo) was unable to place a task because no container instance met all of its requirements.";
    expect(find(failed, { serviceEvents: [serviceEvent(unplaced)] })?.sentence).toMatch(/no container instance met/);
    expect(find(failed)?.sentence).toMatch(/new tasks kept failing/);
  });

  it.each([
    ["Health checks failed with these codes: [404]", /Nothing is at the health check path/],
    ["Health checks failed with these codes: [503]", /answers 503 itself/],
    ["Request timed out", /port.*grace period/],
  ])("says of a health check with %s what to look at", (reason, wanted) => {
    const told = `(service demo) (task t1) (port 32769) is unhealthy in (target-group tg) due to (reason ${reason}).`;
    const cause = find(failed, { serviceEvents: [serviceEvent(told)] });
    expect(cause?.sentence).toBe(`The load balancer's health check on port 32769 fails: ${reason}.`);
    expect(cause?.nextStep).toMatch(wanted);
  });

  it("quotes the last line of a container that exited, and says what a group was refused", () => {
    const logLines = [line("starting"), line("Error: no DATABASE_URL"), line(" ")];
    const exited = find(failed, { stoppedTasks: [task(exits, { exitCode: 1 })], logLines });
    expect(exited?.sentence).toMatch(
      /exited with code 1 right after it started\. Its last line: “Error: no DATABASE_URL”$/,
    );
    const group = event(
      "Group",
      "CREATE_FAILED",
      "Failed to receive 2 resource signal(s) within the specified duration",
      "AWS::X",
    );
    const message =
      "We currently do not have sufficient t3.small capacity in the Availability Zone you requested (us-east-1a).";
    const refused = find([group], { refusals: [{ group: "Group", message }] });
    expect(refused?.sentence).toBe(
      "Group got no instance: AWS has no instances of type t3.small free in us-east-1a now.",
    );
    expect(find([group], { noted: refused ?? undefined })?.sentence).toBe(refused?.sentence);
  });

  it("keeps what the tasks told while it ran, once a rollback has deleted them", () => {
    const noted = find([], { stoppedTasks: [task(exits, { exitCode: 1 })] }) ?? undefined;
    const later = find(failed, { noted });
    expect(later?.sentence).toBe(noted?.sentence);
    expect(later?.evidence.join("\n")).toMatch(/^Task [\s\S]*Circuit Breaker/);
    expect(find(failed, { noted: { sentence: "a guess", evidence: [] } })?.sentence).toMatch(/kept failing/);
  });

  it("names the image that the registry does not have, when the tasks are gone untold", () => {
    const cause = find(failed, {
      missingImage: "acme/api:9.9.9",
      serviceEvents: [serviceEvent("(service demo) is unable to consistently start tasks successfully.")],
    });
    expect(cause).toMatchObject({ sentence: "The image acme/api:9.9.9 does not exist in its registry." });
    expect(cause?.evidence.join("\n")).toMatch(/^Registry: [\s\S]*Circuit Breaker/);
    const told = find(failed, { missingImage: "acme/api:9.9.9", stoppedTasks: [task(exits, { exitCode: 1 })] });
    expect(told?.sentence).toMatch(/exited with code 1/);
  });

  it("reads the missing image from the service's events", () => {
    const message =
      "(service demo) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref acme/api:9.9.9: acme/api:9.9.9: not found.";
    expect(find(failed, { serviceEvents: [serviceEvent(message)] })?.sentence).toBe(
      "The image acme/api:9.9.9 does not exist in its registry.",
    );
  });

  it("tells while the stack still moves, before any resource has failed", () => {
    const moving = [stack("UPDATE_IN_PROGRESS", "User Initiated"), event("EcsService", "UPDATE_IN_PROGRESS")];
    expect(find(moving)).toBeNull();
    expect(find(moving, { stoppedTasks: [task(exits, { exitCode: 1 })] })?.sentence).toMatch(/exited with code 1/);
  });
});

describe("no resource at all", () => {
  it("says which parameter's value is not there", () => {
    const cause = find([
      stack("CREATE_IN_PROGRESS", "User Initiated"),
      stack(
        "ROLLBACK_IN_PROGRESS",
        "Parameter validation failed: parameter value vpc-1 for parameter name vpcid does not exist. Rollback requested by user.",
      ),
    ]);
    expect(cause).toMatchObject({ sentence: "The value vpc-1 of vpcid does not exist in this account and Region." });
  });

  it("says who cancelled, and nothing when nothing failed", () => {
    expect(find([], { cancelledBy: "Ada" })?.sentence).toBe("Ada cancelled it.");
    expect(find([stack("UPDATE_IN_PROGRESS", "User Initiated"), stack("UPDATE_COMPLETE")])).toBeNull();
    expect(find([stack("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")])).toBeNull();
  });
});
