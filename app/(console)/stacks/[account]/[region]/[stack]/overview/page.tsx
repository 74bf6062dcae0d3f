import { readRange } from "@/components/charts/ranges";
import { Overview } from "@/components/stacks/overview";
import { requireSession } from "@/lib/auth/session";
import { logsTopic } from "@/lib/live/topics";
import type { LogParts } from "@/lib/live/types";
import { runtime } from "@/lib/runtime";
import { readStackParams, type StackParams } from "../stack-params";
import { readHistoryPart } from "./read-history-part";

interface Props {
  params: Promise<StackParams>;
  searchParams: Promise<{ range?: string | string[] }>;
}

export default async function OverviewPage({ params, searchParams }: Props) {
  await requireSession();
  const stackRef = await readStackParams(params);
  const range = readRange((await searchParams).range);
  const [logs, history] = await Promise.all([
    runtime().hub.read<LogParts>(logsTopic(stackRef)),
    readHistoryPart(stackRef, range),
  ]);
  return <Overview range={range} history={history} logs={logs} />;
}
