"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import style from "./shell.module.css";

const Palette = dynamic(() => import("./palette").then((module) => module.Palette), { ssr: false });

/** ⌘K (Ctrl+K): finds any stack, page or action. Its code is loaded when it is first asked for. */
export function PaletteKey() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button type="button" className={style.text} aria-keyshortcuts="Meta+K Control+K" onClick={() => setOpen(true)}>
        <kbd>⌘K</kbd> search or act
      </button>
      {open && <Palette onClose={() => setOpen(false)} />}
    </>
  );
}
