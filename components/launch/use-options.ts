"use client";

import { useEffect, useState } from "react";
import type { PublicError } from "@/lib/errors";
import type { PickOption } from "./options";

export type Options =
  | { readonly state: "idle" | "loading" }
  | { readonly state: "ready"; readonly options: readonly PickOption[]; readonly note?: string }
  | { readonly state: "failed"; readonly error: PublicError };

const IDLE: Options = { state: "idle" };
const LOADING: Options = { state: "loading" };
const kept = new Map<string, Promise<Options>>();

/** The choices at an address, read once and kept for the page's life; a failure is asked again on the next use. */
export function useOptions(address: string | undefined): Options {
  const [found, setFound] = useState<{ address: string; options: Options }>();
  useEffect(() => {
    if (!address) return;
    let wanted = true;
    let reading = kept.get(address);
    if (!reading) {
      reading = read(address);
      kept.set(address, reading);
    }
    reading.then((options) => {
      if (options.state === "failed") kept.delete(address);
      if (wanted) setFound({ address, options });
    });
    return () => {
      wanted = false;
    };
  }, [address]);
  if (!address) return IDLE;
  return found?.address === address ? found.options : LOADING;
}

async function read(address: string): Promise<Options> {
  try {
    const answer = await fetch(address);
    const body = await answer.json();
    if (answer.ok) return { state: "ready", options: body.options, note: body.note };
    return { state: "failed", error: body.error };
  } catch {
    return {
      state: "failed",
      error: {
        code: "unavailable",
        message: "The choices could not be read.",
        details: { hint: "Type the value, or try again." },
      },
    };
  }
}
