import type { ComponentType } from "react";
import type { ServiceParts } from "@/lib/live/types";
import type { StackRef } from "@/lib/place";

/** What a dialog about one stack gets. It is drawn while open; `onClose` takes it away. `parts` stay live. */
export interface StackDialogProps {
  readonly stackRef: StackRef;
  readonly parts: ServiceParts;
  readonly onClose: () => void;
}

export type StackDialog = "deploy" | "rollback" | "delete" | "abort";

export type StackDialogs = Partial<Record<StackDialog, ComponentType<StackDialogProps>>>;
