export const ZONE_COOKIE = "slipway-zone";

/** A time zone from a cookie, or UTC where it is missing or none that is known. */
export function readZone(value: string | undefined): string {
  if (!value) return "UTC";
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}
