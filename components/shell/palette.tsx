"use client";

import { useRouter } from "next/navigation";
import { useEffect, useId, useRef, useState } from "react";
import style from "./palette.module.css";
import { type PaletteItem, searchItems } from "./palette-search";

const PAGES: readonly PaletteItem[] = [
  { href: "/", label: "Fleet", hint: "page" },
  { href: "/launch", label: "Launch a service", hint: "action" },
  { href: "/templates", label: "Templates", hint: "page" },
  { href: "/audit", label: "Audit: who did what", hint: "page" },
  { href: "/settings", label: "Settings", hint: "page" },
];

/** The dialog of ⌘K: a filter over all pages, stacks and their tabs, worked with arrows and Enter. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [stacks, setStacks] = useState<readonly PaletteItem[] | "failed" | null>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    const stop = new AbortController();
    fetch("/api/palette", { signal: stop.signal })
      .then(async (response) => {
        if (!response.ok) throw new Error(`palette: ${response.status}`);
        setStacks((await response.json()) as PaletteItem[]);
      })
      .catch(() => {
        if (!stop.signal.aborted) setStacks("failed");
      });
    return () => {
      stop.abort();
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const items = searchItems([...PAGES, ...(Array.isArray(stacks) ? stacks : [])], typed);
  const chosen = Math.min(at, items.length - 1);
  const go = (item: PaletteItem | undefined) => {
    if (!item) return;
    onClose();
    router.push(item.href);
  };
  const move = (by: number) => {
    if (items.length === 0) return;
    const next = (chosen + by + items.length) % items.length;
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: "nearest" });
  };
  return (
    <dialog
      ref={element}
      className={style.palette}
      aria-label="Search or act"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
        const option = event.target instanceof Element && event.target.closest<HTMLElement>("[data-index]");
        if (option) go(items[Number(option.dataset.index)]);
      }}
      onKeyDown={(event) => {
        const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
        if (step !== 0) move(step);
        else if (event.key === "Enter") go(items[chosen]);
        else return;
        event.preventDefault();
      }}
    >
      <input
        className={style.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={items.length > 0 ? `${id}-${chosen}` : undefined}
        aria-label="Stack, page or action"
        placeholder="Stack, page or action"
        autoComplete="off"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
      />
      <div id={`${id}-list`} role="listbox" aria-label="Found" className={style.list}>
        {items.map((item, index) => (
          <div
            key={item.href}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            className={style.item}
            onMouseMove={() => setAt(index)}
            data-index={index}
          >
            <span>{item.label}</span>
            <span className="sub">{item.hint}</span>
          </div>
        ))}
      </div>
      {items.length === 0 && <p className={style.none}>Nothing is called “{typed.trim()}”.</p>}
      {stacks === "failed" && <p className={style.none}>The stacks could not be read; pages still work.</p>}
    </dialog>
  );
}
