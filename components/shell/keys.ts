/** True while the key goes into a field, where a single letter is text and not a command. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** A plain letter key pressed outside fields and dialogs. */
export function isCommandKey(event: KeyboardEvent): boolean {
  return (
    !event.metaKey &&
    !event.ctrlKey &&
    !event.altKey &&
    !event.defaultPrevented &&
    !isTyping(event) &&
    !document.querySelector("dialog[open]")
  );
}
