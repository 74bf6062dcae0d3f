"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/field";
import { plural } from "@/components/ui/format";
import { SkeletonLines } from "@/components/ui/skeleton";
import { Notice } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { Toggle } from "@/components/ui/toggle";
import { stackPath } from "@/lib/place";
import type { DeletionFact, DeletionPlan } from "@/lib/stacks/deletion";
import style from "./delete-dialog.module.css";
import type { StackDialogProps } from "./dialog-props";
import { ProtectionSwitch } from "./protection-switch";
import { useStackVerbs } from "./stack-verbs";
import { useVerb } from "./use-verb";

/** The one thing that cannot be undone: says what goes and what stays, and asks for the name. */
export function DeleteDialog({ stackRef, parts, onClose }: StackDialogProps) {
  const router = useRouter();
  const { deleteStack, planDelete } = useStackVerbs();
  const verb = useVerb();
  const reading = useVerb();
  const [plan, setPlan] = useState<DeletionPlan>();
  const [confirm, setConfirm] = useState("");
  const [reason, setReason] = useState("");
  const [retain, setRetain] = useState<readonly string[]>([]);
  const stack = parts.stack.data;
  const stackId = stack?.stackId;

  const read = useEffectEvent(async (id: string) => {
    const found = await reading.run(() => planDelete({ ...stackRef, stackId: id }));
    if (found) setPlan(found);
  });
  useEffect(() => {
    if (stackId) void read(stackId);
  }, [stackId]);

  const press = async () => {
    if (!stack) return;
    const accepted = await verb.run(() =>
      deleteStack({
        ...stackRef,
        stackId: stack.stackId,
        confirm,
        retain: retain.length > 0 ? [...retain] : undefined,
        reason: reason.trim() || undefined,
        formKey: verb.key(),
      }),
    );
    if (!accepted) return;
    toast({ tone: "busy", words: `Deleting ${stackRef.stack}` });
    onClose();
    router.push(stackPath(stackRef, "deployments"));
  };
  const keep = (id: string) => setRetain(retain.includes(id) ? retain.filter((one) => one !== id) : [...retain, id]);

  return (
    <Dialog
      title={`Delete ${stackRef.stack}`}
      lead={`${plural(parts.resources.data?.length ?? 0, "resource")}, ${plural(parts.service.data?.running ?? 0, "running task")}. This cannot be undone.`}
      width={640}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button
            tone="danger"
            busy={verb.busy}
            disabled={confirm !== stackRef.stack || stack?.terminationProtection}
            onClick={press}
          >
            Delete {stackRef.stack}
          </Button>
        </>
      }
    >
      {stack?.terminationProtection && (
        <Notice bad title="Termination protection is on.">
          AWS refuses to delete this stack until it is switched off. <ProtectionSwitch />
        </Notice>
      )}
      {plan && plan.stuck.length > 0 && (
        <fieldset className={style.stuck}>
          <legend>The deletion before failed on these. Try again, or leave them behind in the account:</legend>
          {plan.stuck.map(({ logicalId, type, reason: why }) => (
            <div key={logicalId}>
              <Toggle checked={retain.includes(logicalId)} onChange={() => keep(logicalId)}>
                Leave {logicalId} behind
              </Toggle>
              <div className="sub break">
                {type}
                {why && `: ${why}`}
              </div>
            </div>
          ))}
        </fieldset>
      )}
      {plan ? (
        <div className={style.sides}>
          <Facts title="Lost" facts={plan.lost} none="Nothing: no resource is left in the stack." />
          <Facts title="Kept" facts={plan.kept} none="Nothing that Slipway knows of." />
        </div>
      ) : reading.words ? (
        <Notice bad title="What is lost and kept could not be read.">
          {reading.words.message} {reading.words.next}
        </Notice>
      ) : (
        <SkeletonLines lines={5} label="What is lost and kept is being read" />
      )}
      {verb.words && (
        <Notice bad title={verb.words.title}>
          {verb.words.message} {verb.words.next}
        </Notice>
      )}
      <Input
        label={`Type ${stackRef.stack} to confirm`}
        value={confirm}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setConfirm(event.target.value)}
      />
      <Input
        label="Reason"
        note="optional"
        value={reason}
        maxLength={500}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  );
}

function Facts({ title, facts, none }: { title: string; facts: readonly DeletionFact[]; none: string }) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {facts.length === 0 && <p className="sub">{none}</p>}
      <ul className={style.facts}>
        {facts.map(({ what, detail }) => (
          <li key={what}>
            <b className="break">{what}</b>
            <div className="sub">{detail}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}
