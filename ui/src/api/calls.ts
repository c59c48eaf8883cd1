import { get, getText, send, type Query } from "./client";
import type * as t from "./types";
import { tellTime } from "../lib/clock";

export const session = {
  standing: () => get<t.Standing>("session"),
  enter: (name: string, password: string) => send<t.Standing>("POST", "session", { name, password }),
  leave: () => send<t.Standing>("DELETE", "session"),
  setUp: (secret: string, name: string, password: string) =>
    send<t.Standing>("POST", "session/setup", { secret, name, password }),
};

export async function figures(query: Query, signal?: AbortSignal): Promise<t.Figures> {
  const answer = await get<t.Figures>("reports/deliverability", query, signal);
  if (!query["to"]) tellTime(answer.to);
  return answer;
}
export const replies = (query: Query, signal?: AbortSignal) => get<t.Replies>("reports/replies", query, signal);
export const deferred = (query: Query, signal?: AbortSignal) => get<t.Deferred>("reports/deferred", query, signal);
export const history = (query: Query, signal?: AbortSignal) => get<t.Deeds>("history", query, signal);
export const lanes = (signal?: AbortSignal) => get<{ lanes: t.Lane[] }>("lanes", {}, signal);
export const laneCourses = (receiver: string, signal?: AbortSignal) => get<{ lanes: t.LaneCourse[] }>("lanes/course", { receiver }, signal);
export const forgetLane = (site: string, source: string, reason: string) => send("POST", "lanes/forget", { site, source, reason });
export const brakes = (signal?: AbortSignal) => get<{ stopped: t.Stopped[] }>("brakes", {}, signal);
export const watched = (signal?: AbortSignal) => get<{ logs: t.WatchedLog[] }>("watched", {}, signal);
export const store = (signal?: AbortSignal) => get<t.StoreStanding>("store", {}, signal);

export const messages = (query: Query, signal?: AbortSignal) => get<t.Page>("messages", query, signal);
export const timeline = (id: string, signal?: AbortSignal) =>
  get<{ id: string; events: t.Event[]; complete: boolean }>(`messages/${encodeURIComponent(id)}/events`, {}, signal);

export const queue = {
  list: (query: Query, signal?: AbortSignal) => get<t.WaitingPage>("queue", query, signal),
  count: (query: Query, signal?: AbortSignal) => get<t.WaitingCount>("queue/count", query, signal),
  course: (query: Query, signal?: AbortSignal) => get<{ points: t.QueuePoint[] }>("queue/course", query, signal),
  message: (id: string, signal?: AbortSignal) => get<t.Shown>(`queue/messages/${encodeURIComponent(id)}`, {}, signal),
  acts: (query: Query, signal?: AbortSignal) => get<t.Acts>("queue/acts", query, signal),
  act: (body: unknown) => send<t.Act>("POST", "queue/acts", body),
  undo: (id: string, reason: string) =>
    send<t.Act>("DELETE", `queue/acts/${encodeURIComponent(id)}?reason=${encodeURIComponent(reason)}`),
};

/** Why the server takes no new mail; none when it does. */
export async function objections(signal?: AbortSignal): Promise<string[]> {
  const answer = await fetch("/readyz", { signal: signal ?? null });
  return ((await answer.json()) as { reasons: string[] }).reasons;
}

export const incidents = {
  list: (query: Query, signal?: AbortSignal) =>
    get<{ incidents: t.IncidentRow[]; next: string | null; caught_up: boolean }>("incidents", query, signal),
  one: (id: string, signal?: AbortSignal) => get<t.Incident>(`incidents/${encodeURIComponent(id)}`, {}, signal),
  work: (id: string, what: string, body: unknown) => send<t.Incident>("POST", `incidents/${encodeURIComponent(id)}/${what}`, body),
  text: (id: string, part: string, server: string, signal?: AbortSignal) =>
    getText(`incidents/${encodeURIComponent(id)}/${part}`, { server }, signal),
};

export const codes = (q: string, signal?: AbortSignal) =>
  get<{ codes: { id: string; code: string; provider: string | null; title: string }[] }>("codes", { q }, signal);
export const explain = (text: string, signal?: AbortSignal) => get<t.Explained>("explain", { text }, signal);

export const suppressions = {
  list: (query: Query, signal?: AbortSignal) => get<t.Suppressions>("suppressions", query, signal),
  add: (body: unknown) => send("POST", "suppressions", body),
  remove: (body: unknown) => send("POST", "suppressions/remove", body),
};

export const users = {
  list: (signal?: AbortSignal) => get<{ users: { name: string; role: string; tenant: string | null }[] }>("console/users", {}, signal),
  put: (body: unknown) => send("POST", "console/users", body),
  remove: (name: string) => send("DELETE", `console/users/${encodeURIComponent(name)}`),
};

export const warmup = {
  list: (signal?: AbortSignal) => get<{ warmups: t.Warmup[] }>("warmup", {}, signal),
  plans: (signal?: AbortSignal) => get<{ plans: t.WarmupPlan[] }>("warmup/plans", {}, signal),
  act: (body: unknown) => send<{ warmups: t.Warmup[] }>("POST", "warmup/acts", body),
};

export const tokens = {
  list: (signal?: AbortSignal) => get<{ tokens: t.Token[] }>("tokens", {}, signal),
  make: (body: unknown) => send<{ text: string; token: t.Token }>("POST", "tokens", body),
  revoke: (id: string) => send("DELETE", `tokens/${encodeURIComponent(id)}`),
};

export const configuration = (signal?: AbortSignal) => get<{ file: string | null; settings: t.Setting[] }>("configuration", {}, signal);
export const reload = () => send<{ reloaded: boolean; changed: { key: string; before: string; after: string }[]; need_restart: unknown[]; problems: string[]; warnings: string[] }>("POST", "reload");

export const webhooks = {
  list: (signal?: AbortSignal) => get<{ webhooks: t.Webhook[] }>("webhooks", {}, signal),
  dead: (name: string, signal?: AbortSignal) => get<{ dead: number; letters: t.DeadLetter[] }>(`webhooks/${encodeURIComponent(name)}/dead`, { limit: 50 }, signal),
  replay: (name: string, ids: string[] | null, reason: string) =>
    send<{ replayed: number; dead: number }>("POST", `webhooks/${encodeURIComponent(name)}/replay`, { ids, reason }),
  test: (name: string, reason: string) =>
    send<{ taken: boolean; answer: string; took_ms: number }>("POST", `webhooks/${encodeURIComponent(name)}/test`, { reason }),
};
