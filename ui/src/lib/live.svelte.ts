// Events as they come, for the sign that says the page is live and for counts of the last minute.

type State = "connecting" | "live" | "lost";
let state = $state<State>("connecting");
let seen = $state(0);
let source: EventSource | null = null;
const listeners = new Set<(type: string, data: string) => void>();
const TYPES = ["received", "delivered", "deferred", "bounced", "expired", "suppressed", "complained", "action", "incident", "finding"];

export const live = {
  get state() { return state; },
  /** Events since the page was opened. */
  get seen() { return seen; },
  start(): void {
    if (source) return;
    state = "connecting";
    source = new EventSource("/api/v1/events");
    source.onopen = () => (state = "live");
    source.onerror = () => {
      state = "lost";
      if (source?.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(() => { if (!source && state === "lost") live.start(); }, 5000);
      }
    };
    for (const type of TYPES) {
      source.addEventListener(type, (e) => {
        seen++;
        listeners.forEach((it) => it(type, (e as MessageEvent<string>).data));
      });
    }
  },
  stop(): void {
    source?.close();
    source = null;
    state = "connecting";
  },
  listen(call: (type: string, data: string) => void): () => void {
    listeners.add(call);
    return () => listeners.delete(call);
  },
};
