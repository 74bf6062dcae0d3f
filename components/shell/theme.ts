export const THEME_COOKIE = "slipway-theme";

export type Theme = "system" | "light" | "dark";

/** What a cookie's value means; anything unknown is "system". */
export const readTheme = (value: string | undefined): Theme =>
  value === "light" || value === "dark" ? value : "system";
