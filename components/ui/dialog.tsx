"use client";

import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from "react";
import style from "./dialog.module.css";

interface DialogProps {
  title: ReactNode;
  /** One or two sentences under the title: what is about to happen. */
  lead?: ReactNode;
  /** CSS width; never wider than the window. */
  width?: number;
  /** Called for Escape and for whatever closes it; the caller then stops drawing the dialog. */
  onClose: () => void;
  /** The buttons, in a row at the end. */
  foot?: ReactNode;
  children: ReactNode;
}

/**
 * A native modal dialog: open as long as it is drawn. Focus goes to the first field or button (or `autoFocus`), stays
 * inside, and goes back to where it was.
 */
export function Dialog({ title, lead, width, onClose, foot, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    return () => {
      dialog?.close();
      // What opened it may be an item of a menu that has folded since.
      const folded = before?.closest("details:not([open])")?.querySelector("summary");
      if (folded) folded.focus();
      else if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      className={style.dialog}
      style={width ? ({ "--dialog-width": `${width}px` } as CSSProperties) : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={style.body}>
        <div>
          <h2 id={id} className={style.title}>
            {title}
          </h2>
          {lead && <p className={style.lead}>{lead}</p>}
        </div>
        {children}
        {foot && <div className={style.foot}>{foot}</div>}
      </div>
    </dialog>
  );
}
