"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { ButtonLink } from "@/components/ui/button";
import { errorWords } from "@/components/ui/error-words";
import { plural } from "@/components/ui/format";
import { Menu } from "@/components/ui/menu";
import { toast } from "@/components/ui/toast";
import type { ActionResult } from "@/lib/auth/action-result";
import { type Role, roleAtLeast } from "@/lib/auth/types";
import { DeleteTemplateDialog } from "./delete-template-dialog";

interface TemplateActionsProps {
  id: string;
  /** With its version where it is not the newest. */
  reference: string;
  title: string;
  role: Role;
  uploaded: boolean;
  archived: boolean;
  /** Numbers of the versions that releases refer to. */
  released: readonly number[];
  versions: number;
  archive: (input: { id: string; archived: boolean }) => Promise<ActionResult<unknown>>;
  remove: (input: { id: string }) => Promise<ActionResult<{ readonly kept: readonly number[] }>>;
}

/** What can be done with a template; archiving can be undone, so it does not ask. */
export function TemplateActions({ id, reference, title, role, uploaded, archived, ...rest }: TemplateActionsProps) {
  const router = useRouter();
  const [deleting, setDeleting] = useState(false);
  const mayEdit = roleAtLeast(role, "operator");

  const archive = async () => {
    const answer = await rest.archive({ id, archived: !archived }).catch(() => undefined);
    if (!answer?.ok) {
      const words = answer && errorWords(answer.error);
      toast({ tone: "bad", words: words?.title ?? "The console did not answer", detail: words?.message });
      return;
    }
    toast({ tone: "ok", words: archived ? `${title} is offered again` : `${title} is archived` });
    router.refresh();
  };

  return (
    <>
      {mayEdit && !archived && (
        <ButtonLink href={uploaded ? `/templates/${reference}/edit` : `/templates/new?from=${id}`}>
          {uploaded ? "Edit" : "Edit a copy"}
        </ButtonLink>
      )}
      <Menu label="More" button="More ▾">
        <a href={`/api/templates/${reference}`} download>
          Download
        </a>
        {uploaded && mayEdit && (
          <button type="button" onClick={archive}>
            {archived ? "Offer again" : "Archive"}
          </button>
        )}
        {uploaded && role === "admin" && (
          <button type="button" onClick={() => setDeleting(true)}>
            Delete …
          </button>
        )}
      </Menu>
      {!archived && (
        <ButtonLink tone="primary" href={`/launch?template=${encodeURIComponent(reference)}`}>
          Launch
        </ButtonLink>
      )}
      {deleting && (
        <DeleteTemplateDialog
          id={id}
          title={title}
          released={rest.released}
          versions={plural(rest.versions, "version")}
          remove={rest.remove}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  );
}
