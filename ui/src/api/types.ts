// What the interface answers; see /api/v1/openapi.json.

export type Role = "viewer" | "operator" | "admin";
export interface Person { name: string; role: Role; tenant: string | null; ends: string }
export interface Standing { user: Person | null; is_set_up: boolean; now: string }

export interface Counts {
  attempts: number; delivered: number; deferred: number; bounced: number; suspended: number; expired: number;
  received: number; complained: number; delivered_first: number; delivered_second: number; delivered_later: number;
  deferral_rate: number | null; deferrals_per_delivery: number | null; delay_p50_s: number | null; delay_p90_s: number | null; delay_p99_s: number | null;
}
export interface Cell extends Counts { key: string }
export interface Row extends Counts { key: string; before: Counts; cells?: Cell[] }
export interface Point extends Counts { time: string; key: string | null }
export interface Figures {
  from: string; to: string; by: string | null; across?: string; total: Counts; before: Counts; rows: Row[]; others: number; course: Point[]; cut_short: boolean;
}

export interface ReplyRow {
  code: number | null; status: string | null; text: string | null; texts: number; cause: string | null; stage: string | null;
  trouble: string | null; provider: string | null; times: number; deferred: number; bounced: number; recipients: number; hosts: number;
  first: string; last: string;
}
export interface Replies { from: string; to: string; replies: ReplyRow[] }

export interface Rungs { "1h": number; "4h": number; "24h": number; "72h": number }
export interface DeferredLadder { waiting: number; lasting: number; rungs: Rungs; longest_s: number | null }
export interface DeferredRecipient {
  id: string | null; recipient: string | null; domain: string | null; provider: string | null; source: string | null; mx_host: string | null;
  stream: string | null; cause: string | null; reply: string | null; deferrals: number; since: string; last: string; age_s: number; rung: keyof Rungs;
}
export interface Deferred {
  time: string; by: string | null; total: DeferredLadder; rows: (DeferredLadder & { key: string })[]; others: number; recipients: DeferredRecipient[];
}

export interface Deed {
  id: string; time: string; act: string; actor: string | null; reason: string | null; until: string | null; undo_of: string | null;
  incident: string | null; provider: string | null; site: string | null; domain: string | null; tenant: string | null; stream: string | null;
}
export interface Deeds { deeds: Deed[]; next: string | null; cut_short: boolean }

export interface Found {
  id: string | null; message_id: string | null; recipient: string | null; status: string; time: string;
  queued_at: string | null; next_due: string | null; provider: string | null; tenant: string | null;
  stream: string | null; campaign: string | null; source: string | null; mx_host: string | null; stage: string | null;
  attempt: number | null; code: number | null; enhanced_status: string | null; reply: string | null; cause: string | null;
}
export interface Page { messages: Found[]; next: string | null; cut_short: boolean }

export interface Event {
  id: string; time: string; type: string; recipient?: string; message_id?: string; queue_id?: string; provider?: string;
  mx_host?: string; mx_ip?: string; source?: string; source_ip?: string; ehlo?: string; stage?: string; code?: number;
  status?: string; text?: string; cause?: string; scope?: string; permanence?: string; rule?: string; attempt?: number;
  delay_ms?: number; size?: number; tls?: string; counted?: boolean; next_due?: string; actor?: string; reason?: string;
  reverse_path?: string; tenant?: string; stream?: string; campaign?: string; pool?: string; site?: string; origin?: string;
  until?: string; incident_id?: string; explanation?: string;
}

export interface Waiting {
  id: string; recipient: string; domain: string; state: string; attempts: number; due: string; received_at: string;
  expires: string; cause: string | null; provider: string | null; site: string | null; reverse_path: string | null;
  message_id: string | null; tenant: string | null; stream: string | null; campaign: string | null; pool: string | null;
  source: string | null; size: number; held_by: string | null; export: string | null;
}
export interface WaitingPage { recipients: Waiting[]; next: string | null; cut_short: boolean }
export interface WaitingCount {
  recipients: number; messages: number; octets: number; by: string | null;
  values: { value: string; recipients: number }[]; age: { p50_s: number | null; p90_s: number | null; oldest_s: number | null; rungs: Rungs };
  next: string | null; complete: boolean;
}
export interface Shown {
  id: string; message_id: string | null; reverse_path: string | null; stream: string | null; tenant: string | null;
  campaign: string | null; received_at: string | null; expires: string | null; size: number | null;
  recipients: (Waiting & { last_reply: string | null; last_host: string | null; last_tried: string | null; explanation: string | null })[];
  events: Event[];
}
export interface Act {
  id: string; words: string; act: string; mail?: Record<string, string[]>; lanes?: Record<string, string>;
  until: string | null; actor: string; reason: string | null; at: string; progress: string; recipients: number;
}

export interface HoldingExport {
  id: string; words: string | null; mail: Record<string, string[]> | null; actor: string | null; reason: string | null; at: string;
}
export interface Acts { acts: Act[]; exports: HoldingExport[]; held: { recipients: number | null; by: Record<string, number> } }

export interface Belief {
  messages_per_second: number | null; certified_per_second: number | null; refused_per_second: number | null;
  refusals: number; connections_per_minute: number | null; messages_per_connection: number | null; binding: string;
  drain_seconds: number | null; sentence: string;
}
export interface Lane {
  site: string; source: string; provider: string | null; state: "open" | "closed" | "paused"; waiting: number;
  sessions: number; connections: number; delivered: number; deferred: number; bounced: number; closed_until: string | null;
  last_refusal: string | null; last_refusal_cause: string | null; last_refusal_at: string | null; explanation: string | null;
  belief: Belief | null; last_step: string | null; last_step_at: string | null; acts: string[]; sentence: string;
}

export interface LanePoint {
  time: string; seconds: number; state: "open" | "closed" | "paused"; believed: number | null; certified: number | null; refused: number | null;
  accepted_per_second: number; deferred_per_second: number;
}
export interface LaneCourse { site: string; source: string; provider: string | null; points: LanePoint[] }

export interface QueuePoint { time: string; seconds: number; waiting: number; oldest_s: number | null; rungs: Rungs; unknown: number }

export interface StoreStanding { events: number; first: string | null; last: string | null; caught_up: string | null; octets: number }
export interface Stopped { client: string; until: string; why: string }

export interface Suppression { recipient: string; tenant: string | null; origin: string; reason: string; since: string; until: string | null }
export interface Suppressions { entries: Suppression[]; next: string | null; size: number }

export interface IncidentRow {
  id: string; state: "open" | "closed"; headline: string; since: string; until: string | null; opened_at: string; changed_at: string;
  scope: { words: string; providers: string[]; provider?: string; site?: string; source?: string; stream?: string; mx_host?: string; stage?: string };
  cause: string; diagnosis: string | null; confidence: number; deferral_rate: number; baseline_rate: number; attempts: number;
  refusals: number; severity: string; next: string[];
  work: { acknowledged_by: string | null; acknowledged_at: string | null; assignee: string | null; muted_until: string | null; muted_by: string | null; review_at: string | null; letter_due_at: string | null };
  recommendation: { action: string; reason: string } | null;
}
export interface Letter {
  number: number; to: string; state: "sent" | "answered" | "closed"; sent_at: string; sent_by: string; changed_at: string; changed_by: string;
  due_at: string | null; ticket: string | null; note: string | null;
}
export interface Mend {
  mend: string; words: string; why_not: string | null; result: "pass" | "fail" | "unknown" | null; found: string | null;
  checked_at: string | null; checked_by: string | null;
}
export interface Incident extends IncidentRow {
  steps: string[]; evidence: { kind: string; sentence: string }[];
  alternatives: { cause: string; confidence: number; diagnosis: string | null; to_tell_apart: string | null }[];
  replies: { text: string }[]; timeline: { at: string; what: string; actor: string; words: string | null }[];
  mends: Mend[]; letter_to: string | null; letters: Letter[];
  acts?: { id: string; words: string; by: string; reason: string | null; at: string; until: string | null; state: string }[];
  response?: { mode: string; would: string | null; why_not: string | null } | null;
}

export interface Explained {
  code: number | null; status: string | null; provider: string | null; cause: string | null; scope: string | null;
  effective: string | null; retry_after_s: number | null; next: string[]; explanation: string | null;
  page: {
    id: string; title: string; meaning: string; causes: string[]; now: string[]; lasts: string | null; log: string | null;
    questions: { q: string; a: string }[]; members: { code: string; meaning: string; now: string | null }[];
    conflict: string | null; related: string[]; origins: { of: string; at: string | null }[];
  } | null;
  see_also: { id: string; title: string }[]; nearest: { id: string; title: string }[];
}

export interface WarmupDay {
  date: string; day: number; planned: number; used: number; attempts: number; refused: number; refused_rate: number | null;
  complaint_rate: number | null;
}
export interface WarmupDayOver extends WarmupDay { step: string; next_day: number; reason: string }
export interface Warmup {
  source: string; receiver: string; state: "warming" | "warm"; ordered_by: string | null; plan: string; days: number;
  when_full: string; without_complaints: string; under_way: number; room: number | null; next_in_s: number | null;
  complaints: "missing" | "told"; complaints_told_at: string | null; today: WarmupDay; history: WarmupDayOver[];
}
export interface WarmupPlan { name: string; origin: string; volumes: number[] }

export interface Token {
  id: string; name: string; scopes: string[]; created: string; expires: string | null; requests_per_second: number | null;
  tenant: string | null; senders: string[]; pools: string[]; streams: string[]; steers: boolean;
  recipients_per_hour: number | null; recipients_per_day: number | null;
}
export interface Setting {
  heading: string; path: string; key: string; value: string; from: string; meaning: string; restart: boolean; waiting: string | null;
}

export interface Webhook {
  name: string; place: string; kind: string; events: string[]; tenant: string | null; state: string; rests_until: string | null;
  waiting: number; behind_s: number; taken: number; failed: number; bugs: number; dead: number;
  last_taken_at: string | null; last_trouble_at: string | null; last_trouble: string | null;
}
export interface DeadLetter { id: string; type: string; tries: number; since: string; died_at: string; trouble: string; body: string }

/** Another server's log that is followed. */
export interface WatchedLog {
  path: string;
  format: string | null;
  octets: number;
  read_at: string | null;
  trouble: string | null;
}
