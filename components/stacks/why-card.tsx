"use client";

import { allActivities, allPolicies } from "@/components/scaling/activities";
import { lastScaling } from "@/components/scaling/why";
import { whatWouldScale, whyNot } from "@/components/scaling/why-not";
import { Card } from "@/components/ui/card";
import { useZone } from "@/components/ui/clock";
import { Empty, Notice, PartView } from "@/components/ui/states";
import style from "./overview.module.css";
import { useService } from "./service-context";

/** The answer to "why did it scale", or why it did not. */
export function WhyCard() {
  const { parts, stackRef } = useService();
  const zone = useZone();
  const inputs = {
    activities: allActivities(parts),
    alarms: parts.alarms.data ?? [],
    bands: parts.alarmBands.data ?? [],
    policies: allPolicies(parts),
    group: parts.group.data,
    taskScaling: parts.taskScaling.data,
    tasks: parts.tasks.data ?? [],
    stack: stackRef.stack,
  };
  const story = lastScaling(inputs, zone);
  const held = whyNot({ ...inputs, desiredTasks: parts.service.data?.desired });
  return (
    <Card title={story?.title ?? "Scaling"}>
      <PartView part={parts.activities} what="Scaling activities" lines={5}>
        {() => (
          <>
            {story ? (
              <>
                <p>{story.sentence}</p>
                <ol className={style.steps}>
                  {story.steps.map((step) => (
                    <li key={`${step.at} ${step.words}`} className={style.step}>
                      <span className="mono">{step.after}</span>
                      <b className="break">{step.words}</b>
                      <small>{step.detail}</small>
                    </li>
                  ))}
                </ol>
              </>
            ) : (
              <PartView part={parts.group} what="Auto Scaling group" lines={5}>
                {(group) => (group || parts.taskScaling.data ? <NotYet /> : <NoGroup />)}
              </PartView>
            )}
            {held && <Notice title="Now:">{held}</Notice>}
          </>
        )}
      </PartView>
    </Card>
  );
}

const NoGroup = () => (
  <Empty title="Nothing scales it.">
    This stack has no Auto Scaling group, and Application Auto Scaling does not set its number of tasks.
  </Empty>
);

function NotYet() {
  const { parts } = useService();
  return (
    <>
      <Empty title="It has not scaled since it was launched.">
        The next change of its size is explained here, from the datapoints to the task that takes traffic.
      </Empty>
      <ul className={style.steps}>
        {whatWouldScale(parts.alarms.data ?? []).map(({ alarm, words }) => (
          <li key={alarm}>{words}</li>
        ))}
      </ul>
    </>
  );
}
