/** For a region that scrolls: not every browser lets the keyboard reach it by itself (WCAG 2.1.1). */
export const SCROLLS_BY_KEYS = { tabIndex: 0 } as const;
