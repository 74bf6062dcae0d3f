import { Empty, Notice } from "@/components/ui/states";
import type { Part } from "@/lib/live/types";
import type { LogState } from "@/lib/logs/types";

/** Why there are no lines: each cause is another screen. Null when lines may simply come. */
export function LogStateWords({ state, filtered }: { state: Part<LogState>; filtered: boolean }) {
  const { data } = state;
  if (state.error) {
    return <Notice title="Logs cannot be read">{state.error.message}</Notice>;
  }
  switch (data?.kind) {
    case undefined:
    case "ok":
      return null;
    case "empty":
      return filtered ? null : (
        <Empty title="No log lines yet">
          The log group is there and nothing has been written to it. Containers write here what they print.
        </Empty>
      );
    case "denied":
      return (
        <Empty title={`Not allowed: ${data.api}`}>
          {data.message} Add this action to the IAM policy of the credentials Slipway uses.
        </Empty>
      );
    case "missing-group":
      return (
        <Empty title="The log group is not there">
          {data.group} does not exist. It may have been deleted, or the stack has not made it yet.
        </Empty>
      );
    case "not-awslogs":
      return (
        <Empty title={`These containers log elsewhere (${data.driver})`}>
          Slipway reads logs that the awslogs driver sends to CloudWatch. With another driver, look where it sends them.
        </Empty>
      );
    case "unreachable":
      return <Notice title="AWS did not answer">{data.message} Slipway keeps asking.</Notice>;
    default:
      return data satisfies never;
  }
}
