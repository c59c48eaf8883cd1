import { now } from "./clock";

const UNITS: Record<string, number> = { h: 3600_000, d: 86_400_000 };

/** The moment so long ago, as `24h` or `7d` says; undefined for the server's own usual time. */
export function since(text: string, at = now()): string | undefined {
  const parts = /^(\d{1,4})([hd])$/.exec(text);
  return parts ? new Date(at - Number(parts[1]) * UNITS[parts[2]!]!).toISOString() : undefined;
}
