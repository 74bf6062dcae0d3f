"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useConsole } from "@/components/ui/console-context";
import { roleAtLeast } from "@/lib/auth/types";
import type { Place } from "@/lib/place";
import type { RunSandboxCommand } from "./sandbox-panel";
import style from "./shell.module.css";

const SandboxPanel = dynamic(() => import("./sandbox-panel").then((m) => m.SandboxPanel), { ssr: false });

/** Says that the AWS shown is the simulated one, and opens the panel that drives it. */
export function SandboxSlot({ places, run }: { places: readonly Place[]; run: RunSandboxCommand }) {
  const { role } = useConsole();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={style.badge}
        title="The AWS shown here is simulated. Nothing costs money, nothing real changes."
        onClick={() => setOpen(true)}
      >
        sandbox ▸
      </button>
      {open && (
        <SandboxPanel
          places={places}
          mayCommand={roleAtLeast(role, "operator")}
          run={run}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
