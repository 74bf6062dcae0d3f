/** Keeps a choice in the address without asking the server again; an empty value takes it out. Browser only. */
export function inAddress(name: string, value: string): void {
  const address = new URL(window.location.href);
  if (value) address.searchParams.set(name, value);
  else address.searchParams.delete(name);
  window.history.replaceState(null, "", address);
}
