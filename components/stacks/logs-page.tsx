"use client";

import { LogPane } from "@/components/logs/log-pane";
import { Card } from "@/components/ui/card";
import type { LogParts, Snapshot } from "@/lib/live/types";
import { isWithoutService } from "./facts";
import { chosenValue, logChoices } from "./log-choices";
import { NoService } from "./no-service";
import { useService } from "./service-context";

interface LogsProps {
  snapshot: Snapshot<LogParts>;
  chosen: { container?: string; task?: string };
  text: string;
  wrap: boolean;
  times: boolean;
}

/** The logs of a service's containers; its tasks are what can be chosen. */
export function Logs({ snapshot, chosen, text, wrap, times }: LogsProps) {
  const { parts, stackRef } = useService();
  if (isWithoutService(parts)) return <NoService what="no container writes logs" />;
  return (
    <Card>
      <LogPane
        key={snapshot.topic}
        snapshot={snapshot}
        choices={logChoices(stackRef, parts.tasks.data ?? [], chosen)}
        chosen={chosenValue(chosen)}
        text={text}
        wrap={wrap}
        times={times}
      />
    </Card>
  );
}
