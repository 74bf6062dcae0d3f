"use client";

import Link from "next/link";
import { Age } from "@/components/ui/age";
import { AwsLink } from "@/components/ui/aws-link";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { Head, LINKS, Table, Td } from "@/components/ui/table";
import { type StackRef, stackPath } from "@/lib/place";
import type { Task } from "@/lib/services/types";
import { taskState } from "./task-words";

/** The tasks that run or are about to. */
export function TasksTable({ tasks, stackRef }: { tasks: readonly Task[]; stackRef: StackRef }) {
  return (
    <Table caption="Tasks">
      <Head columns={["Task", "Runs on", "Zone", "Version", { num: "Age" }, "Health", LINKS]} />
      <tbody>
        {tasks.map((task) => {
          const state = taskState(task);
          return (
            <tr key={task.arn}>
              <Td first mono>
                <CopyId id={task.arn} short={task.id.slice(0, 8)} what="task ARN" />
              </Td>
              <Td mono label="on">
                {task.instanceId ? <CopyId id={task.instanceId} what="instance id" /> : task.fargate ? "Fargate" : "–"}
              </Td>
              <Td label="zone">{task.zone?.replace(/^.*-(?=\w+$)/, "") ?? "–"}</Td>
              <Td label="version">{task.version ?? "–"}</Td>
              <Td num label="age">
                {task.startedAt ? <Age at={task.startedAt} /> : "not started"}
              </Td>
              <Td first>
                <Chip tone={state.tone}>{state.words}</Chip>{" "}
                {task.healthReason && <span className="sub">{task.healthReason}</span>}
              </Td>
              <Td>
                <span className="row nowrap">
                  <Link href={`${stackPath(stackRef, "logs")}?task=${encodeURIComponent(task.id)}`} prefetch={false}>
                    Log
                  </Link>
                  <AwsLink type="AWS::ECS::Task" physicalId={task.arn} region={stackRef.region} />
                </span>
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
