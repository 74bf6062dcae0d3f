"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/field";
import { plural } from "@/components/ui/format";
import { Notice } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { stackPath } from "@/lib/place";
import type { StackDialogProps } from "./dialog-props";
import { useStackVerbs } from "./stack-verbs";
import { useVerb } from "./use-verb";

/** The one thing that cannot be undone: says what goes, and asks for the name. */
export function DeleteDialog({ stackRef, parts, onClose }: StackDialogProps) {
  const router = useRouter();
  const { deleteStack } = useStackVerbs();
  const verb = useVerb();
  const [confirm, setConfirm] = useState("");
  const [reason, setReason] = useState("");
  const stack = parts.stack.data;
  const resources = parts.resources.data?.length ?? 0;
  const tasks = parts.service.data?.running ?? 0;

  const press = async () => {
    if (!stack) return;
    const accepted = await verb.run(() =>
      deleteStack({
        ...stackRef,
        stackId: stack.stackId,
        confirm,
        reason: reason.trim() || undefined,
        formKey: verb.key(),
      }),
    );
    if (!accepted) return;
    toast({ tone: "busy", words: `Deleting ${stackRef.stack}` });
    onClose();
    router.push(stackPath(stackRef, "deployments"));
  };

  return (
    <Dialog
      title={`Delete ${stackRef.stack}`}
      lead={`${plural(resources, "resource")} and ${plural(tasks, "running task")} go, and with them its logs where the template does not keep them. This cannot be undone.`}
      width={560}
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
          AWS refuses to delete this stack until it is switched off.
        </Notice>
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
