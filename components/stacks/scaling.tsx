"use client";

import { thresholdWords } from "@/components/charts/cpu-model";
import { Age } from "@/components/ui/age";
import { AwsLink } from "@/components/ui/aws-link";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { KeyValue } from "@/components/ui/key-value";
import { withoutStack } from "@/components/ui/short-names";
import { Empty, Notice, PartView } from "@/components/ui/states";
import { Head, LINKS, Table, Td } from "@/components/ui/table";
import type { Alarm, AlarmState, ScalingGroup, ScalingPolicy } from "@/lib/scaling/types";
import type { Tone } from "@/lib/stacks/types";
import { ActivitiesTable } from "./activities-table";
import { useService } from "./service-context";

/** What makes the service grow and shrink, and what did. */
export function Scaling() {
  const { parts, stackRef } = useService();
  return (
    <div className="stack">
      <Card title="Alarms" sub="those that drive scaling are signals, not health">
        <PartView part={parts.alarms} what="Alarms">
          {(alarms) =>
            alarms.length > 0 ? (
              <AlarmsTable alarms={alarms} region={stackRef.region} stack={stackRef.stack} />
            ) : (
              <Empty title="This stack has no alarms." />
            )
          }
        </PartView>
      </Card>
      <Card title="Auto Scaling group">
        <PartView part={parts.group} what="Auto Scaling group">
          {(group) =>
            group ? (
              <Group
                group={group}
                policies={parts.policies.data ?? []}
                region={stackRef.region}
                stack={stackRef.stack}
              />
            ) : (
              <Empty title="This stack has no Auto Scaling group." />
            )
          }
        </PartView>
      </Card>
      <Card title="Scaling activities" sub="newest first">
        <PartView part={parts.activities} what="Scaling activities">
          {(activities) =>
            activities.length > 0 ? (
              <ActivitiesTable activities={activities} stack={stackRef.stack} />
            ) : (
              <Empty title="No scaling activity in the last six weeks." />
            )
          }
        </PartView>
      </Card>
    </div>
  );
}

/** Alarms that scale are never red: low CPU in ALARM at the smallest size is normal. */
function alarmChip(alarm: Alarm): { tone: Tone; words: AlarmState } {
  if (alarm.state === "INSUFFICIENT_DATA") return { tone: "muted", words: alarm.state };
  if (alarm.state === "OK") return { tone: "ok", words: "OK" };
  return { tone: alarm.drivesScaling ? "busy" : "bad", words: "ALARM" };
}

function AlarmsTable({ alarms, region, stack }: { alarms: readonly Alarm[]; region: string; stack: string }) {
  return (
    <Table caption="Alarms">
      <Head columns={["Alarm", "State", "Since", "Fires when", "Does", "What AWS says", LINKS]} />
      <tbody>
        {alarms.map((alarm) => {
          const { tone, words } = alarmChip(alarm);
          return (
            <tr key={alarm.arn}>
              <Td first>
                <b className="nowrap" title={alarm.name}>
                  {withoutStack(alarm.name, stack)}
                </b>
              </Td>
              <Td first>
                <Chip tone={tone}>{words}</Chip>
              </Td>
              <Td label="since">{alarm.stateSince ? <Age at={alarm.stateSince} /> : "–"}</Td>
              <Td>
                {alarm.metricName} {thresholdWords(alarm)}
              </Td>
              <Td>{doesWords(alarm)}</Td>
              <Td>
                <span className="sub break">{alarm.stateReason ?? "–"}</span>
              </Td>
              <Td>
                <AwsLink type="AWS::CloudWatch::Alarm" physicalId={alarm.name} region={region} />
              </Td>
            </tr>
          );
        })}
      </tbody>
    </Table>
  );
}

function doesWords(alarm: Alarm): string {
  if (!alarm.drivesScaling) return "tells people";
  const what = alarm.direction === "in" ? "removes instances" : alarm.direction === "out" ? "adds instances" : "scales";
  return alarm.actionsEnabled ? what : `${what}, but is switched off`;
}

function Group({
  group,
  policies,
  region,
  stack,
}: {
  group: ScalingGroup;
  policies: readonly ScalingPolicy[];
  region: string;
  stack: string;
}) {
  return (
    <div className="stack">
      {group.suspended.length > 0 && (
        <Notice title="Suspended:">
          {group.suspended.join(", ")}. The group does not do these until they are resumed.
        </Notice>
      )}
      <KeyValue
        items={[
          {
            key: "Group",
            value: (
              <span className="row wrap">
                <CopyId id={group.name} short={group.name} what="group name" />
                <AwsLink type="AWS::AutoScaling::AutoScalingGroup" physicalId={group.name} region={region} />
              </span>
            ),
          },
          {
            key: "Size",
            value: `${group.inService} in service, ${group.desired} wanted, ${group.min} to ${group.max}`,
          },
          {
            key: "Policies",
            value:
              policies.length > 0
                ? policies.map((policy) => <Policy key={policy.arn} policy={policy} stack={stack} />)
                : "none",
          },
        ]}
      />
      <Table caption="Instances of the group">
        <Head columns={["Instance", "Zone", "Type", "Lifecycle", "Health"]} />
        <tbody>
          {group.instances.map((instance) => (
            <tr key={instance.id}>
              <Td first mono>
                <CopyId id={instance.id} short={instance.id} what="instance id" />
              </Td>
              <Td label="zone">{instance.zone}</Td>
              <Td label="type">{instance.type ?? "–"}</Td>
              <Td first>
                <Chip tone={instance.lifecycle === "InService" ? "ok" : "busy"}>{instance.lifecycle}</Chip>
              </Td>
              <Td label="health">{instance.health.toLowerCase()}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Policy({ policy, stack }: { policy: ScalingPolicy; stack: string }) {
  const by = policy.adjustment;
  return (
    <div>
      <b title={policy.name}>{withoutStack(policy.name, stack)}</b>{" "}
      <span className="sub">
        {policy.type}
        {by !== undefined && `, ${by > 0 ? `+${by}` : `−${-by}`}`}
        {policy.cooldownSeconds !== undefined && `, cooldown ${policy.cooldownSeconds} s`}
      </span>
    </div>
  );
}
