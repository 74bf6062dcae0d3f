import { Logs } from "@/components/stacks/logs-page";
import { requireSession } from "@/lib/auth/session";
import { logsTopic } from "@/lib/live/topics";
import type { LogParts } from "@/lib/live/types";
import { runtime } from "@/lib/runtime";
import { readStackParams, type StackParams } from "../stack-params";
import { readLogParams } from "./search-params";

interface Props {
  params: Promise<StackParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LogsPage({ params, searchParams }: Props) {
  await requireSession();
  const stackRef = await readStackParams(params);
  const { chosen, text, wrap, times } = readLogParams(await searchParams);
  const snapshot = await runtime().hub.read<LogParts>(logsTopic(stackRef, chosen));
  return <Logs snapshot={snapshot} chosen={chosen} text={text} wrap={wrap} times={times} />;
}
