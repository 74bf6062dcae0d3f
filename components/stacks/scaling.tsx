"use client";

import { thresholdWords } from "@/components/charts/cpu-model";
import { allActivities } from "@/components/scaling/activities";
import { policyWords } from "@/components/scaling/policy-words";
import { Age } from "@/components/ui/age";
import { AwsLink } from "@/components/ui/aws-link";
import { Card } from "@/components/ui/card";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { KeyValue } from "@/components/ui/key-value";
import { withoutStack } from "@/components/ui/short-names";
import { Empty, Notice, PartView, StaleLine } from "@/components/ui/states";
import { Head, LINKS, Table, Td } from "@/components/ui/table";
import { scalesTasks } from "@/lib/scaling/task-changes";
import type { Alarm, AlarmState, ScalingGroup, ScalingPolicy } from "@/lib/scaling/types";
import type { Tone } from "@/lib/stacks/types";
import { ActivitiesTable } from "./activities-table";
import { isWithoutService } from "./facts";
import { NoService } from "./no-service";
import { useService } from "./service-context";

/** What makes the service grow and shrink, and what did. */
export function Scaling() {
  const { parts, stackRef } = useService();
  if (isWithoutService(parts)) return <NoService what="there is nothing to scale" />;
  const fargate = parts.service.data?.fargate;
  const activities = allActivities(parts);
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
      <TaskScaling />
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
              <Empty title="This stack has no Auto Scaling group.">
                {fargate && "Its tasks run on Fargate, where AWS provides the machines: only their number is scaled."}
              </Empty>
            )
          }
        </PartView>
      </Card>
      <Card title="Scaling activities" sub="newest first">
        {parts.taskScaling.error && <StaleLine error={parts.taskScaling.error} at={parts.taskScaling.at} />}
        <PartView part={parts.activities} what="Scaling activities">
          {() =>
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
  const of = scalesTasks(alarm) ? "tasks" : "instances";
  const what = alarm.direction === "in" ? `removes ${of}` : alarm.direction === "out" ? `adds ${of}` : "scales";
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
            value: <Policies policies={policies} stack={stack} />,
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

function Policies({ policies, stack }: { policies: readonly ScalingPolicy[]; stack: string }) {
  if (policies.length === 0) return "none";
  return policies.map((policy) => (
    <div key={policy.arn}>
      <b title={policy.name}>{withoutStack(policy.name, stack)}</b> <span className="sub">{policyWords(policy)}</span>
    </div>
  ));
}

/** What sets the number of tasks. A DAEMON service has one on each instance, so the group below is all there is. */
function TaskScaling() {
  const { parts, stackRef } = useService();
  const service = parts.service.data;
  if (!service || service.scheduling === "DAEMON") return null;
  const [provider] = service.capacityProviders ?? [];
  const placed = service.fargate ? "Fargate" : provider ? `capacity provider ${provider}` : "the cluster's instances";
  return (
    <Card title="Tasks of the service" sub="Application Auto Scaling sets how many there are">
      <PartView part={parts.taskScaling} what="Scaling of tasks">
        {(scaling) =>
          scaling ? (
            <div className="stack">
              {scaling.suspended.length > 0 && (
                <Notice title="Suspended:">
                  {scaling.suspended.join(", ")}. The number of tasks is not changed by these until they are resumed.
                </Notice>
              )}
              <KeyValue
                items={[
                  {
                    key: "Number",
                    value: `${service.running} running, ${service.desired} wanted, ${scaling.min} to ${scaling.max}`,
                  },
                  { key: "Policies", value: <Policies policies={scaling.policies} stack={stackRef.stack} /> },
                  { key: "Placed by", value: placed },
                ]}
              />
            </div>
          ) : (
            <Empty title="Nothing sets the number of tasks.">
              {`It stays at ${service.desired} until somebody changes it.`}
            </Empty>
          )
        }
      </PartView>
    </Card>
  );
}
