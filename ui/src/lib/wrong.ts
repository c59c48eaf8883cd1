// What is wrong now, in sentences, each with where to look. Pure: from what the server answers.
import type { Figures, IncidentRow, Lane, Stopped, WaitingCount } from "../api/types";
import { ago, because, count, counted, pace, percent, providerName, span, type Tone } from "./words";
import { now } from "./clock";
import { link } from "./route.svelte";

export interface Wrong {
  key: string;
  tone: Tone;
  title: string;
  detail: string;
  href: string;
  /** For the order: the gravest first. */
  weight: number;
}

/** What the server calls a value that is not known. */
export const UNKNOWN = "(unknown)";

/** Below this many attempts a rate says little. */
const ENOUGH = 50;

export function wrongOfLanes(lanes: Lane[], now: number): Wrong[] {
  const groups = new Map<string, Lane[]>();
  for (const lane of lanes) {
    if (lane.state === "open" || lane.waiting === 0) continue;
    const key = `${lane.provider ?? lane.site}|${lane.state}|${lane.last_refusal_cause ?? ""}`;
    groups.set(key, [...(groups.get(key) ?? []), lane]);
  }
  return [...groups].map(([key, all]) => {
    const first = all[0]!;
    const waiting = all.reduce((sum, it) => sum + it.waiting, 0);
    const who = receiverName(first);
    const from = all.length === 1 ? first.source : `${all.length} sources`;
    const next = all.map((it) => it.closed_until).filter((it) => it !== null).sort()[0];
    const isPaused = first.state === "paused";
    return {
      key: `lane ${key}`,
      tone: isPaused ? "bad" : "warn",
      title: isPaused
        ? `Mail to ${who} from ${from} is paused`
        : first.last_refusal_cause
          ? `${who} refuses mail from ${from} because of ${because(first.last_refusal_cause)}`
          : `Mail to ${who} from ${from} does not get through`,
      detail: [
        `${counted(waiting, "recipient")} ${waiting === 1 ? "waits" : "wait"}`,
        isPaused ? null : next && Date.parse(next) > now ? `one message tries again ${ago(next, now)}` : "one message goes next to see whether it is over",
        first.last_refusal ? `it said “${shortened(first.last_refusal)}”` : null,
      ].filter((it) => it !== null).join("; ") + ".",
      href: receiverLink(first),
      weight: (isPaused ? 1e9 : 1e6) + waiting,
    } satisfies Wrong;
  });
}

/** What waits at an open lane for longer than this is told: nobody refuses it now, but it is late. */
const LATE_SECONDS = 1800;

/** Lanes that are open and still hold mail back: what a receiver is believed to take is less than what there is for it. */
export function wrongOfBacklogs(lanes: Lane[], now: number): Wrong[] {
  return lanes.filter((it) => it.state === "open" && (it.belief?.drain_seconds ?? 0) >= LATE_SECONDS).map((it) => {
    const belief = it.belief!;
    return {
      key: `backlog ${it.site} ${it.source}`,
      tone: belief.drain_seconds! >= 4 * LATE_SECONDS ? "warn" : "info",
      title: belief.messages_per_second === null
        ? `${counted(it.waiting, "recipient")} ${it.waiting === 1 ? "waits" : "wait"} for ${laneName(it)}`
        : `${receiverName(it)} takes ${pace(belief.messages_per_second)} from ${it.source}; ${counted(it.waiting, "recipient")} ${it.waiting === 1 ? "waits" : "wait"}, ${span(belief.drain_seconds)} until all is sent`,
      detail: [
        it.last_refusal ? `It last refused ${ago(it.last_refusal_at, now)}${it.last_refusal_cause ? ` because of ${because(it.last_refusal_cause)}` : ""}: “${shortened(it.last_refusal)}”` : null,
        it.last_step ? `${ago(it.last_step_at, now)}: ${it.last_step}` : null,
      ].filter((text) => text !== null).join("; ") || "It goes as fast as was seen to pass.",
      href: receiverLink(it),
      weight: 1e5 + it.waiting,
    } satisfies Wrong;
  });
}

/** Where a lane's receiver is told of. A site that nobody is known to run has a page of its own among those of unknown providers. */
export const receiverLink = (lane: Lane): string => link(lane.provider ? ["providers", lane.provider] : ["providers", UNKNOWN, lane.site]);
export const receiverName = (lane: Lane): string => (lane.provider ? providerName(lane.provider) : lane.site);
export const laneName = (lane: Lane): string => `${receiverName(lane)} from ${lane.source}`;

/** Providers at which the last hour's deferral rate leaves what is normal (docs/INCIDENTS.md: from 15 %). */
export function wrongOfRates(hour: Figures, open: IncidentRow[]): Wrong[] {
  // What an incident tells of is not told twice; one that names no receiver is of all.
  const told = new Set(open.flatMap((it) => (it.scope.provider ? [it.scope.provider] : it.scope.providers)));
  if (open.some((it) => !it.scope.provider && it.scope.providers.length === 0)) return [];
  return hour.rows.filter((row) => !told.has(row.key)).flatMap((row) => {
    const rate = row.deferral_rate;
    if (rate === null || row.attempts < ENOUGH || rate < 0.15) return [];
    const before = row.before.deferral_rate;
    return [{
      key: `rate ${row.key}`,
      tone: rate >= 0.25 ? "bad" : "warn",
      title: `${percent(rate)} of the attempts at ${providerName(row.key)} were deferred in the last hour`,
      detail: before === null || row.before.attempts < ENOUGH
        ? `${count(row.deferred)} of ${count(row.attempts)}; there is too little of the hour before to compare.`
        : `${count(row.deferred)} of ${count(row.attempts)}; in the hour before ${percent(before)}.`,
      href: link(["providers", row.key]),
      weight: rate * 1e6 + row.deferred,
    } satisfies Wrong];
  });
}

export function wrongOfIncidents(open: IncidentRow[]): Wrong[] {
  // What the evidence is too thin for nobody has to act on.
  const isGrave = (it: IncidentRow): boolean => it.severity === "pause" && it.recommendation?.action !== "nothing";
  return open.map((it) => ({
    key: `incident ${it.id}`,
    tone: isGrave(it) ? "bad" : it.severity === "pause" ? "warn" : it.severity === "throttle" ? "warn" : "info",
    title: it.headline,
    detail: [
      `Began ${ago(it.since)}`,
      it.severity !== "observe" && it.recommendation?.reason ? shortened(it.recommendation.reason, 200) : "nothing needs doing yet",
      it.work.assignee ? `${it.work.assignee} works on it` : it.work.acknowledged_by ? `seen by ${it.work.acknowledged_by}` : null,
      it.work.letter_due_at && Date.parse(it.work.letter_due_at) <= now() ? "a letter is unanswered too long" : null,
    ].filter((text) => text !== null).join(" · "),
    href: link(["incidents", it.id]),
    weight: (isGrave(it) ? 3e11 : it.severity === "pause" ? 2e11 : it.severity === "throttle" ? 2e11 : 1e3) + it.refusals,
  }));
}

/** What keeps it from reading another server's logs. */
export function wrongOfLogs(objections: string[]): Wrong[] {
  return objections.map((why) => ({ key: `log ${why}`, tone: "bad", title: "The log is not read", detail: `${why}.`, href: link(["settings"]), weight: 1e12 }));
}

export function wrongOfServer(objections: string[], stopped: Stopped[], behindSeconds: number | null): Wrong[] {
  const out: Wrong[] = objections.map((why) => ({
    key: `server ${why}`, tone: "bad", title: "The server takes no new mail", detail: `${why}.`, href: link(["queue"]), weight: 1e12,
  }));
  for (const it of stopped) {
    out.push({
      key: `brake ${it.client}`, tone: "bad", title: `Client ${it.client} may not send`, detail: `${it.why}; until ${it.until}.`,
      href: link(["settings"]), weight: 1e10,
    });
  }
  if (behindSeconds !== null && behindSeconds > 60) {
    out.push({
      key: "store", tone: "info", title: `Figures are ${span(behindSeconds)} behind`,
      detail: "The store is catching up with the events; mail is not slowed by it.", href: link(["settings"]), weight: 1,
    });
  }
  return out;
}

export function shortened(text: string, most = 140): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** All who wait: the count, or where it was not whole, at least those the lanes know of. */
export function waitingRecipients(counted: WaitingCount, lanes: Lane[]): number {
  return counted.complete ? counted.recipients : Math.max(counted.recipients, lanes.reduce((sum, it) => sum + it.waiting, 0));
}

/** How long until all that waits is sent at the paces believed in, and at which lane last; null where no lane is known to take time. */
export function drain(lanes: Lane[]): { seconds: number; last: Lane; others: number } | null {
  const waiting = lanes.filter((it) => it.waiting > 0);
  const known = waiting.filter((it) => it.belief?.drain_seconds != null).sort((a, b) => b.belief!.drain_seconds! - a.belief!.drain_seconds!);
  const last = known[0];
  return last ? { seconds: last.belief!.drain_seconds!, last, others: waiting.length - known.length } : null;
}
