// Events as they come, for the sign that says the page is live and for counts of the last minute. Only while the page is looked at: a stream holds one
// of the six connections that a browser has to a server over HTTP/1.1, so a few tabs behind would leave none for the one in front.

type State = "connecting" | "live" | "lost";
let state = $state<State>("connecting");
let seen = $state(0);
let source: EventSource | null = null;
let isWanted = false;
const listeners = new Set<(type: string, data: string) => void>();
const TYPES = ["received", "delivered", "deferred", "bounced", "expired", "suppressed", "complained", "action", "incident", "finding"];

export const live = {
  get state() { return state; },
  /** Events since the page was opened. */
  get seen() { return seen; },
  start(): void {
    isWanted = true;
    open();
  },
  stop(): void {
    isWanted = false;
    close();
  },
  listen(call: (type: string, data: string) => void): () => void {
    listeners.add(call);
    return () => listeners.delete(call);
  },
};

function open(): void {
  if (source || !isWanted || document.hidden) return;
  state = "connecting";
  source = new EventSource("/api/v1/events");
  source.onopen = () => (state = "live");
  source.onerror = () => {
    state = "lost";
    if (source?.readyState === EventSource.CLOSED) {
      source = null;
      setTimeout(() => { if (state === "lost") open(); }, 5000);
    }
  };
  for (const type of TYPES) {
    source.addEventListener(type, (e) => {
      seen++;
      listeners.forEach((it) => it(type, (e as MessageEvent<string>).data));
    });
  }
}

function close(): void {
  source?.close();
  source = null;
  state = "connecting";
}

document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
