export interface PaletteItem {
  readonly href: string;
  readonly label: string;
  /** What it is, e.g. "stack in sandbox · us-east-1". */
  readonly hint: string;
}

/**
 * The items that hold every word typed, in label or hint, best first: a label that begins with the text, then one with a
 * word that begins with it, then the rest in their own order.
 */
export function searchItems(items: readonly PaletteItem[], typed: string, most = 40): readonly PaletteItem[] {
  const text = typed.trim().toLowerCase();
  if (!text) return items.slice(0, most);
  const words = text.split(/\s+/);
  const rank = (item: PaletteItem): number => {
    const label = item.label.toLowerCase();
    if (label.startsWith(text)) return 0;
    return label.split(/[\s/-]/).some((part) => part.startsWith(text)) ? 1 : 2;
  };
  return items
    .filter((item) => {
      const all = `${item.label} ${item.hint}`.toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .map((item, order) => ({ item, order, rank: rank(item) }))
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, most)
    .map(({ item }) => item);
}
