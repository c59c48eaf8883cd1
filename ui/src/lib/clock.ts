// The server's time: what is "now" and "ago" goes by it, for a browser's clock may be wrong, and a demonstration's passes faster.

let ahead = 0;

/** The server said what time it is. */
export function tellTime(now: string): void {
  const at = Date.parse(now);
  if (Number.isFinite(at)) ahead = at - Date.now();
}

/** Milliseconds since 1970, by the server. */
export const now = (): number => Date.now() + ahead;
