"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { CopyId } from "@/components/ui/copy-id";
import { Dialog } from "@/components/ui/dialog";
import { Input, Select } from "@/components/ui/field";
import { durationWords, plural } from "@/components/ui/format";
import { Notice } from "@/components/ui/states";
import { Head, Table } from "@/components/ui/table";
import { toast } from "@/components/ui/toast";
import { stackPath } from "@/lib/place";
import type { Release } from "@/lib/releases/types";
import type { RollbackDecision, RollbackPlan } from "@/lib/rollback/types";
import type { StackDialogProps } from "./dialog-props";
import style from "./dialogs.module.css";
import { releaseChoices } from "./release-choices";
import { useStackVerbs } from "./stack-verbs";
import { useVerb } from "./use-verb";

/** Both sides before anything happens, then one press. The plan is live until a release is picked by hand. */
export function RollbackDialog({ stackRef, parts, onClose }: StackDialogProps) {
  const router = useRouter();
  const verbs = useStackVerbs();
  const verb = useVerb();
  const [picked, setPicked] = useState<{ id: string; decision: RollbackDecision }>();
  const [reason, setReason] = useState("");
  const decision = picked?.decision ?? parts.rollback.data;
  const choices = releaseChoices(parts);
  // A plan for the one release there is has nothing to choose; without a plan that one is worth offering.
  const choosable = decision?.allowed
    ? decision.mechanism === "update-stack" && choices.length > 1
    : choices.length > 0;
  const chosen = picked?.id ?? (decision?.allowed ? decision.target?.id : undefined) ?? "";

  const pick = async (id: string) => {
    const answer = await verb.run(() => verbs.planRollback({ ...stackRef, targetId: id }));
    if (answer) setPicked({ id, decision: answer });
  };
  const press = async (plan: RollbackPlan) => {
    const accepted = await verb.run(() =>
      verbs.rollback({
        ...stackRef,
        stackId: plan.stackId,
        basis: plan.basis,
        mechanism: plan.mechanism,
        targetId: plan.target?.id,
        reason: reason.trim() || undefined,
        formKey: verb.key(),
      }),
    );
    if (!accepted) return;
    toast({ tone: "busy", words: plan.label });
    onClose();
    router.push(stackPath(stackRef, "deployments"));
  };

  return (
    <Dialog
      title={decision?.label ?? "Roll back"}
      lead={decision?.allowed ? undefined : decision?.why}
      width={decision?.allowed ? 900 : 560}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Not now</Button>
          {decision?.allowed && (
            <Button tone="danger" busy={verb.busy} onClick={() => press(decision)}>
              {decision.label}
            </Button>
          )}
        </>
      }
    >
      {verb.words && (
        <Notice bad title={verb.words.title}>
          {verb.words.message} {verb.words.next}
        </Notice>
      )}
      {decision && !decision.allowed && decision.nextStep && <p>{decision.nextStep}</p>}
      {decision?.allowed && <PlanShown plan={decision} />}
      {choosable && (
        <Select
          label="Go back to"
          note={decision?.allowed && !picked ? "chosen for you: the newest other one seen healthy" : undefined}
          value={chosen}
          disabled={verb.busy}
          onChange={(event) => pick(event.target.value)}
        >
          {chosen === "" && (
            <option value="" disabled>
              Choose a release …
            </option>
          )}
          {choices.map((release) => (
            <option key={release.id} value={release.id}>
              {choiceWords(release)}
            </option>
          ))}
        </Select>
      )}
      {decision?.allowed && (
        <Input
          label="Reason"
          note="optional; it stands in the releases and the audit"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
    </Dialog>
  );
}

/** "#3 1.4.2, was healthy · fixes #214" */
function choiceWords({ number, version, healthyAt, outcome, reason }: Release): string {
  const ended = healthyAt ? "was healthy" : outcome === "rolled_back" ? "failed, rolled back" : outcome;
  return [`#${number} ${version}, ${ended}`, reason].filter(Boolean).join(" · ");
}

function PlanShown({ plan }: { plan: RollbackPlan }) {
  const { current, target, diff } = plan;
  return (
    <>
      {(current || target) && (
        <div className={style.sides}>
          <Table caption="Both sides">
            <Head columns={[{ hidden: "What" }, "Now", "After"]} />
            <tbody>
              <Side
                name="Release"
                now={<ReleaseWords release={current} />}
                after={<ReleaseWords release={target} strong />}
              />
              <Side
                name="Template"
                now={templateWords(current)}
                after={diff?.templateChanged ? templateWords(target) : "the same"}
              />
              {diff?.parameters.map(({ key, before, after }) => (
                <Side key={key} name={key} now={<code>{before ?? "–"}</code>} after={<code>{after ?? "–"}</code>} />
              ))}
              {diff && diff.keptSecrets.length > 0 && (
                <Side
                  name="Secret parameters"
                  now={<code>{diff.keptSecrets.join(", ")}</code>}
                  after="kept as they are: their old values are not known to Slipway"
                />
              )}
            </tbody>
          </Table>
        </div>
      )}
      <ol className={style.steps}>
        {plan.steps.map((step) => (
          <li key={step.title}>
            <b>{step.title}</b>
            {step.detail}
          </li>
        ))}
      </ol>
      <p className="sub">
        {[
          plan.restartsTasks > 0 ? `${plural(plan.restartsTasks, "task")} restart` : undefined,
          plan.interruptsService ? "the service is interrupted meanwhile" : "the service goes on meanwhile",
          plan.lastTookMs ? `the last rollback of this stack took ${durationWords(plan.lastTookMs)}` : undefined,
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {plan.warnings.length > 0 && (
        <ul className={style.warnings}>
          {plan.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Side({ name, now, after }: { name: string; now: ReactNode; after: ReactNode }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{now}</td>
      <td>{after}</td>
    </tr>
  );
}

function ReleaseWords({ release, strong }: { release: Release | undefined; strong?: boolean }) {
  if (!release) return <span className="sub">not known to Slipway</span>;
  return (
    <span className="row wrap">
      {strong ? <b>{release.version}</b> : release.version}
      {release.digest && <CopyId id={release.digest} what="image digest" />}
      <span className="sub">
        <Age at={release.at} />
      </span>
      {release.healthyAt ? <Chip tone="ok">was seen healthy</Chip> : <Chip tone="warn">not seen healthy</Chip>}
    </span>
  );
}

const templateWords = (release: Release | undefined) =>
  release
    ? `${release.templateId ?? "template"}${release.templateVersion ? ` v${release.templateVersion}` : ` ${release.templateSha256.slice(0, 8)}`}`
    : "–";
