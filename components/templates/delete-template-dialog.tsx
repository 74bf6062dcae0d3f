"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { errorWords } from "@/components/ui/error-words";
import { Notice } from "@/components/ui/states";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/auth/action-result";
import type { PublicError } from "@/lib/errors";

interface DeleteTemplateDialogProps {
  id: string;
  title: string;
  /** "3 versions" */
  versions: string;
  released: readonly number[];
  remove: (input: { id: string }) => Promise<ActionResult<{ readonly kept: readonly number[] }>>;
  onClose: () => void;
}

/** Says what goes and what stays, before it goes. */
export function DeleteTemplateDialog({ id, title, versions, released, remove, onClose }: DeleteTemplateDialogProps) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<PublicError>();
  const words = error && errorWords(error);
  const stays = released.map((number) => `v${number}`).join(", ");

  const press = async () => {
    setBusy(true);
    const answer = await remove({ id }).catch(() => undefined);
    setBusy(false);
    if (!answer?.ok) {
      setError(answer?.error ?? { code: "unavailable", message: "The console did not answer.", details: {} });
      return;
    }
    const { kept } = answer.data;
    toast({ tone: "ok", words: kept.length > 0 ? `${title} is archived` : `${title} is deleted` });
    onClose();
    router.push("/templates");
    router.refresh();
  };

  return (
    <Dialog
      title={`Delete ${title}`}
      lead={
        released.length > 0
          ? `Releases were made of ${stays}: that stays, archived, so that they can be rolled back to. The other versions go and cannot be brought back.`
          : `All of it goes, ${versions}, and cannot be brought back. No release was made of it. Archiving hides it and keeps it.`
      }
      width={560}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button tone="danger" busy={busy} onClick={press}>
            Delete {title}
          </Button>
        </>
      }
    >
      {words && (
        <Notice bad title={words.title}>
          {words.message} {words.next}
        </Notice>
      )}
    </Dialog>
  );
}
