"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import field from "@/components/ui/field.module.css";

export interface LogChoice {
  /** "" for all, "container:api", "task:3f9c41d0…" */
  readonly value: string;
  readonly label: string;
  readonly href: string;
}

/** Whose lines are shown. */
export function LogPicker({ choices, chosen }: { choices: readonly LogChoice[]; chosen: string }) {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <select
      className={field.control}
      aria-label="Whose lines"
      aria-busy={pending}
      value={chosen}
      onChange={(event) => {
        const choice = choices.find((each) => each.value === event.target.value);
        if (choice) start(() => router.push(choice.href, { scroll: false }));
      }}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
