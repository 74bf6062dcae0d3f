"use client";

import { useEffect, useState } from "react";
import style from "./copy-id.module.css";
import { copyText } from "./copy-text";
import { shortId } from "./format";

/** A shortened id or ARN: the whole one on hover, one click copies it. */
export function CopyId({ id, short, what = "id" }: { id: string; short?: string; what?: string }) {
  const [done, setDone] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(() => setDone(null), 1_600);
    return () => clearTimeout(timer);
  }, [done]);
  return (
    <button
      type="button"
      className={style.copy}
      title={`${id}\nClick to copy`}
      aria-label={`Copy ${what} ${id}`}
      onClick={async () => setDone((await copyText(id)) ? "copied" : "failed")}
    >
      {short ?? shortId(id)}
      <span role="status" className={style.done}>
        {done === "copied" ? "copied" : done === "failed" ? "not copied" : ""}
      </span>
    </button>
  );
}
