"use client";

import Link from "next/link";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { CopyId } from "@/components/ui/copy-id";
import { durationWords } from "@/components/ui/format";
import { Empty, PartView } from "@/components/ui/states";
import { Head, LINKS, Table, Td } from "@/components/ui/table";
import { type StackRef, stackPath } from "@/lib/place";
import type { Task } from "@/lib/services/types";
import { isWithoutService } from "./facts";
import { NoService } from "./no-service";
import { useService } from "./service-context";
import { isStopped, stopWords } from "./task-words";
import { TasksTable } from "./tasks-table";

/** Running tasks, and those that stopped with why. */
export function Tasks() {
  const { parts, stackRef } = useService();
  if (isWithoutService(parts)) return <NoService what="there are no tasks" />;
  return (
    <PartView part={parts.tasks} what="Tasks" lines={6}>
      {(tasks) => {
        const live = tasks.filter((task) => !isStopped(task));
        const stopped = tasks.filter(isStopped).toSorted((a, b) => (b.stoppedAt ?? 0) - (a.stoppedAt ?? 0));
        return (
          <div className="stack">
            <Card title="Running" sub={String(live.length)}>
              {live.length > 0 ? (
                <TasksTable tasks={live} stackRef={stackRef} />
              ) : (
                <Empty title="No task is running." />
              )}
            </Card>
            <Card title="Stopped" sub="ECS forgets them after about an hour">
              {stopped.length > 0 ? (
                <StoppedTable tasks={stopped} stackRef={stackRef} />
              ) : (
                <Empty title="No task has stopped lately." />
              )}
            </Card>
          </div>
        );
      }}
    </PartView>
  );
}

function StoppedTable({ tasks, stackRef }: { tasks: readonly Task[]; stackRef: StackRef }) {
  return (
    <Table caption="Stopped tasks, newest first">
      <Head columns={["Task", "Version", "Stopped", "Lived", "Code", "Why", LINKS]} />
      <tbody>
        {tasks.map((task) => {
          const { code, reason } = stopWords(task);
          return (
            <tr key={task.arn}>
              <Td first mono>
                <CopyId id={task.arn} short={task.id.slice(0, 8)} what="task ARN" />
              </Td>
              <Td first>{task.version ?? "–"}</Td>
              <Td label="stopped">{task.stoppedAt ? <Age at={task.stoppedAt} /> : "–"}</Td>
              <Td label="lived">
                {task.stoppedAt && task.startedAt ? durationWords(task.stoppedAt - task.startedAt) : "never started"}
              </Td>
              <Td first>{code}</Td>
              <Td>
                <span className="break">{reason}</span>
              </Td>
              <Td>
                <Link href={`${stackPath(stackRef, "logs")}?task=${encodeURIComponent(task.id)}`} prefetch={false}>
                  Log
                </Link>
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}
