import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createAws } from "@/lib/aws/client";
import { systemClock } from "@/lib/clock";
import { readConfig } from "@/lib/config";
import { observeService } from "@/lib/services/observe";
import { lastLinesOf } from "./last-lines";
import type { RunnerOptions } from "./runner";

/** What tests of verbs stand on: a sandbox of their own behind its endpoint, as the console sees it. */
export interface TestSandbox {
  readonly url: string;
  /** One of the sandbox's controls, such as `POST advance {seconds}`. */
  control(name: string, input?: object, method?: "POST" | "DELETE"): Promise<unknown>;
  stop(): Promise<void>;
}

const START_MS = 30_000;

/** Starts `scripts/sandbox.mjs --empty` on a free port; waits pass `pace` times faster than AWS's. */
export async function startSandbox(pace = 200): Promise<TestSandbox> {
  const directory = mkdtempSync(path.join(tmpdir(), "slipway-verbs-"));
  const port = await freePort();
  const env = { ...process.env, SANDBOX_PORT: String(port), SLIPWAY_DATA: directory, SANDBOX_PACE: String(pace) };
  const child = spawn(process.execPath, ["scripts/sandbox.mjs", "--empty"], { env, stdio: ["ignore", "pipe", "pipe"] });
  const url = `http://127.0.0.1:${port}`;
  await answering(url, child);
  return {
    url,
    async control(name, input = {}, method = "POST") {
      const answer = await fetch(`${url}/_sandbox/${name}`, {
        method,
        headers: { "content-type": "application/json" },
        body: method === "POST" ? JSON.stringify(input) : undefined,
      });
      if (!answer.ok) throw new Error(`${name}: ${await answer.text()}`);
      return answer.json();
    },
    async stop() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await gone;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  for (const until = Date.now() + START_MS; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const ok = await fetch(`${url}/_sandbox/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (child.exitCode !== null || Date.now() > until) throw new Error(`the sandbox did not start: ${said}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

/** The AWS of a sandbox, each `account` a world of its own. */
export function sandboxAws(url: string, accountId = "123456789012") {
  const SLIPWAY_ACCOUNTS = JSON.stringify([{ name: "sandbox", accountId, regions: ["us-east-1"] }]);
  return createAws(
    readConfig({ SLIPWAY_SANDBOX_URL: url, DATABASE_URL: "postgres://unused", SLIPWAY_ACCOUNTS }),
    systemClock,
  );
}

/** A runner's surroundings as the console makes them, with a short settling time. */
export function stepOptions(made: Pick<RunnerOptions, "db" | "aws">, settleMs = 0): RunnerOptions {
  return {
    ...made,
    observe: (ref) => observeService(made.aws.at(ref), ref.stack),
    lastLines: (ref, task) => lastLinesOf(made.aws.at(ref), task),
    settleMs: async () => settleMs,
    settleLimitMs: 600_000,
    everyMs: 200,
    log: () => {},
  };
}

/** A small stack of a log group and a task definition: it settles as soon as CloudFormation has ended. */
export const SMALL_TEMPLATE = `
AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  containerTag: { Type: String, Default: "1.0" }
  days: { Type: Number, Default: 7 }
  apiKey: { Type: String, NoEcho: true, Default: none }
Resources:
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { LogGroupName: !Sub "/\${AWS::StackName}", RetentionInDays: !Ref days }
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: !Ref AWS::StackName
      ContainerDefinitions:
        - Name: api
          Image: !Sub "acme/api:\${containerTag}"
          Memory: 128
          Environment: [{ Name: API_KEY, Value: !Ref apiKey }]
`;
