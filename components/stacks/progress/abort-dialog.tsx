"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/field";
import { Notice } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import { abortChoice } from "@/lib/stacks/abort";
import type { StackDialogProps } from "../dialog-props";
import { useStackVerbs } from "../stack-verbs";
import { useVerb } from "../use-verb";

/** Stops what the stack is doing by the one API that can, after saying what follows. Deleting asks for the name. */
export function AbortDialog({ stackRef, parts, onClose }: StackDialogProps) {
  const { cancelUpdate, deleteStack } = useStackVerbs();
  const verb = useVerb();
  const [confirm, setConfirm] = useState("");
  const [reason, setReason] = useState("");
  const stack = parts.stack.data;
  // While the dialog is open the stack goes on: what it says is what pressing would do now.
  const choice = stack ? abortChoice(stack) : null;
  const deletes = choice?.api === "DeleteStack";

  const press = async () => {
    if (!stack || !choice?.api) return;
    const given = { ...stackRef, stackId: stack.stackId, reason: reason.trim() || undefined, formKey: verb.key() };
    const accepted = await verb.run(() => (deletes ? deleteStack({ ...given, confirm }) : cancelUpdate(given)));
    if (!accepted) return;
    toast({
      tone: "busy",
      words: deletes ? `Deleting ${stackRef.stack}` : `Cancelling the update of ${stackRef.stack}`,
    });
    onClose();
  };

  return (
    <Dialog
      title={choice?.api ? `${choice.label}: ${stackRef.stack}` : "There is nothing to stop any more"}
      lead={choice?.api ? choice.follows : (choice?.why ?? "It ended meanwhile.")}
      width={560}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Let it go on</Button>
          {choice?.api && (
            <Button tone="danger" busy={verb.busy} disabled={deletes && confirm !== stackRef.stack} onClick={press}>
              {choice.label}
            </Button>
          )}
        </>
      }
    >
      {choice?.api && <p className="sub">Calls {choice.api}.</p>}
      {deletes && stack?.terminationProtection && (
        <Notice bad title="Termination protection is on.">
          AWS refuses to delete this stack until it is switched off under Settings.
        </Notice>
      )}
      {verb.words && (
        <Notice bad title={verb.words.title}>
          {verb.words.message} {verb.words.next}
        </Notice>
      )}
      {deletes && (
        <Input
          label={`Type ${stackRef.stack} to confirm`}
          value={confirm}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setConfirm(event.target.value)}
        />
      )}
      {choice?.api && (
        <Input
          label="Reason"
          note="optional"
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
    </Dialog>
  );
}
