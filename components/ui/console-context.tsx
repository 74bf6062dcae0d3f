"use client";

import { createContext, type ReactNode, use } from "react";
import type { Role } from "@/lib/auth/types";

/** What every page part may want to know about the console itself. */
export interface ConsoleFacts {
  readonly role: Role;
  readonly userName: string;
  /** Which AWS it looks at; links to the AWS console make sense for the real one only. */
  readonly aws: "sandbox" | "endpoint" | "real";
}

const ConsoleContext = createContext<ConsoleFacts>({ role: "viewer", userName: "", aws: "endpoint" });

export function ConsoleProvider({ facts, children }: { facts: ConsoleFacts; children: ReactNode }) {
  return <ConsoleContext value={facts}>{children}</ConsoleContext>;
}

export const useConsole = (): ConsoleFacts => use(ConsoleContext);
