// Numbers, times and words as people read them.
import { now } from "./clock";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export const count = (n: number): string => whole.format(n);
/** So many a second, told by the minute or the hour where that is easier to think of. */
export const pace = (perSecond: number): string => {
  const [n, unit] = perSecond >= 1 ? [perSecond, "s"] : perSecond * 60 >= 1 ? [perSecond * 60, "min"] : [perSecond * 3600, "h"];
  return `${n >= 100 ? whole.format(n) : Number(n.toFixed(1))}/${unit}`;
};
export const compact = (n: number): string => (Math.abs(n) < 10_000 ? whole.format(n) : short.format(n));
export const counted = (n: number, word: string, words = `${word}s`): string => `${count(n)} ${n === 1 ? word : words}`;

export function percent(rate: number | null | undefined): string {
  if (rate === null || rate === undefined) return "–";
  const p = rate * 100;
  return `${p > 0 && p < 10 ? (p < 0.1 ? p.toFixed(2) : p.toFixed(1)) : Math.round(p)} %`;
}

/** So many for each one. */
export const ratio = (n: number | null | undefined): string => (n === null || n === undefined ? "–" : n > 0 && n < 0.01 ? "< 0.01" : n < 10 ? n.toFixed(2) : compact(Math.round(n)));

export function span(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "–";
  const s = Math.max(0, seconds);
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 120) return `${Math.round(s)} s`;
  if (s < 7200) return `${Math.round(s / 60)} min`;
  if (s < 172_800) return `${(s / 3600).toFixed(s < 36_000 ? 1 : 0)} h`;
  return `${Math.round(s / 86_400)} days`;
}

export function octets(n: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let at = 0;
  while (n >= 1024 && at < units.length - 1) { n /= 1024; at++; }
  return `${at === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[at]}`;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });

const isToday = (at: Date): boolean => at.toDateString() === new Date(now()).toDateString();

/** A moment: the time of today, else with its day. */
export function moment(time: string | null | undefined): string {
  if (!time) return "–";
  const at = new Date(time);
  return isToday(at) ? clock.format(at) : `${day.format(at)} ${hour.format(at)}`;
}
export const exact = (time: string): string => full.format(new Date(time));
export const hourOf = (time: string): string => hour.format(new Date(time));
export const dayOf = (time: string): string => day.format(new Date(time));

/** How long ago, or in how long. */
export function ago(time: string | null | undefined, at = now()): string {
  if (!time) return "–";
  const s = (at - Date.parse(time)) / 1000;
  return s >= 0 ? (s < 5 ? "just now" : `${span(s)} ago`) : `in ${span(-s)}`;
}

/** How long ago something was done, also by a clock that is a little ahead of ours. */
export const past = (time: string): string => ago(time, Math.max(now(), Date.parse(time)));

export const CAUSES: Record<string, string> = {
  reputation: "our reputation", rate: "a rate limit", connections: "too many connections",
  "connection-rate": "connecting too often", "messages-per-connection": "too many messages a connection",
  "recipient-rate": "too much mail to one recipient", greylist: "greylisting", blocklist: "a blocklist",
  policy: "a policy", auth: "missing or failed authentication", rdns: "our reverse DNS or EHLO name",
  "sender-invalid": "the sender's address", content: "the content", virus: "a virus", "mailbox-full": "full mailboxes",
  "no-such-user": "unknown recipients", "mailbox-disabled": "disabled mailboxes", size: "the size",
  "server-error": "an error of the receiver", dns: "the DNS", network: "the network", tls: "TLS", relay: "relaying denied",
  loop: "a mail loop", protocol: "the protocol", "too-many-recipients": "too many recipients",
  "other-temporary": "reasons it did not tell", "other-permanent": "reasons it did not tell",
};
/** A cause in words that go after "because of". */
export const because = (cause: string | null | undefined): string => (cause ? (CAUSES[cause] ?? cause) : "unknown causes");

const NAMES: Record<string, string> = {
  gmail: "Gmail", microsoft: "Microsoft", "microsoft-365": "Microsoft 365", yahoo: "Yahoo", orange: "Orange", gmx: "GMX",
  icloud: "iCloud", comcast: "Comcast", aol: "AOL", qq: "QQ", "(unknown)": "other domains",
};
export const providerName = (word: string | null | undefined): string =>
  word ? (NAMES[word] ?? word) : "unknown provider";

export type Tone = "bad" | "warn" | "good" | "info" | "plain";
const TONES: Record<string, Tone> = {
  delivered: "good", deferred: "warn", bounced: "bad", expired: "bad", suppressed: "info", complained: "bad",
  received: "info", held: "info", waiting: "plain", ready: "info", "in-flight": "info", "bounced-later": "bad",
  open: "good", closed: "warn", paused: "bad", released: "info", action: "plain", incident: "bad",
};
export const tone = (status: string): Tone => TONES[status] ?? "plain";

/** How bad a deferral rate is, by the bands of the response protocol (docs/INCIDENTS.md). */
export function rateTone(rate: number | null): Tone {
  if (rate === null) return "plain";
  return rate >= 0.25 ? "bad" : rate >= 0.15 ? "warn" : rate >= 0.05 ? "info" : "good";
}
