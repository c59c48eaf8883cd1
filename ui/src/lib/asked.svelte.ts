import { Refusal } from "../api/client";

/** An answer that is asked for again and again, while the page is looked at; the last one stays until the next is there. */
export class Asked<T> {
  value = $state.raw<T | null>(null);
  trouble = $state("");
  isAsking = $state(false);
  #control: AbortController | null = null;

  async ask(call: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#control?.abort();
    const control = new AbortController();
    this.#control = control;
    this.isAsking = true;
    try {
      const value = await call(control.signal);
      if (this.#control === control) {
        this.value = value;
        this.trouble = "";
      }
    } catch (e) {
      if (this.#control === control && !control.signal.aborted) {
        this.trouble = e instanceof Refusal ? e.sentence : String(e);
      }
    } finally {
      if (this.#control === control) this.isAsking = false;
    }
  }

  stop(): void {
    this.#control?.abort();
    this.#control = null;
  }
}

/** What could not be had is asked for again after so many seconds, however seldom it is asked for otherwise. */
const AFTER_TROUBLE = 5;

/** Asks now, when what the call reads changes, and each so many seconds while the page is looked at, also when it is looked at again. To be called while a component is made. */
export function asked<T>(call: (signal: AbortSignal) => Promise<T>, everySeconds = 0): Asked<T> {
  const it = new Asked<T>();
  $effect(() => {
    const step = Math.min(AFTER_TROUBLE, everySeconds);
    let since = 0;
    void it.ask(call);
    const again = (): void => {
      if (document.hidden || it.isAsking) return;
      since = 0;
      void it.ask(call);
    };
    const look = (): void => {
      since += step;
      if (it.trouble || since >= everySeconds) again();
    };
    const timer = everySeconds ? setInterval(look, step * 1000) : 0;
    if (everySeconds) document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
      it.stop();
    };
  });
  return it;
}
