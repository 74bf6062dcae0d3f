import { ClockTime } from "@/components/ui/age";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { durationWords } from "@/components/ui/format";
import { withoutStack } from "@/components/ui/short-names";
import { Head, Table, Td } from "@/components/ui/table";
import type { ScalingActivity } from "@/lib/scaling/types";
import type { Tone } from "@/lib/stacks/types";

const TONES: Readonly<Record<string, Tone>> = { Successful: "ok", Failed: "bad", Cancelled: "muted" };

/** Scaling activities as told, newest first; what `stack` is called is left out of the names. */
export function ActivitiesTable({ activities, stack }: { activities: readonly ScalingActivity[]; stack: string }) {
  return (
    <Table caption="Scaling activities, newest first">
      <Head columns={["When", "What", "State", { num: "Capacity" }, { num: "Took" }, "Cause"]} />
      <tbody>
        {activities.map((activity) => (
          <tr key={activity.id}>
            <Td first mono>
              <ClockTime at={activity.at} />
            </Td>
            <Td first>
              <What activity={activity} />
            </Td>
            <Td first>
              <Chip tone={TONES[activity.status] ?? "busy"}>{activity.status}</Chip>
            </Td>
            <Td num label="capacity">
              <span className="nowrap">
                {activity.change ? `${activity.change.from} → ${activity.change.to}` : "–"}
              </span>
            </Td>
            <Td num label="took">
              <span className="nowrap">
                {activity.endedAt ? durationWords(activity.endedAt - activity.at) : "not ended"}
              </span>
            </Td>
            <Td>
              <Cause activity={activity} stack={stack} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** AWS's sentence ends in the instance's id, which is then one to copy. */
function What({ activity: { description, instanceId } }: { activity: ScalingActivity }) {
  if (!instanceId || !description.endsWith(instanceId)) return description;
  return (
    <>
      {description.slice(0, -instanceId.length)}
      <CopyId id={instanceId} short={instanceId} what="instance id" />
    </>
  );
}

/** An alarm's doing is said in a few words, AWS's own behind them; any other cause is worth reading whole. */
function Cause({ activity: { alarmName, cause, statusMessage }, stack }: { activity: ScalingActivity; stack: string }) {
  const whole = [cause, statusMessage].filter(Boolean).join(" · ");
  if (!alarmName || statusMessage) return <span className="sub break">{whole}</span>;
  return (
    <details>
      <summary>alarm {withoutStack(alarmName, stack)}</summary>
      <span className="sub break">{whole}</span>
    </details>
  );
}
