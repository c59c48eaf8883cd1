// The one place where the console asks the server.

/** What the server refused, as its problem document (RFC 9457) says it. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string | null,
    readonly errors: { field: string; detail: string }[],
    readonly retryAfter: number | null,
  ) {
    super(detail ?? title);
  }

  /** In a sentence for people. */
  get sentence(): string {
    const fields = this.errors.map((it) => `${it.field} ${it.detail}`).join("; ");
    return fields || this.detail || this.title;
  }
}

export type Query = Record<string, string | number | boolean | null | undefined | (string | number)[]>;

export function search(query: Query): string {
  const out = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") out.append(name, String(one));
    }
  }
  const text = out.toString();
  return text ? `?${text}` : "";
}

let onSignedOut: () => void = () => {};

/** Calls back when the session is over. */
export function whenSignedOut(call: () => void): void {
  onSignedOut = call;
}

async function refusal(answer: Response): Promise<Refusal> {
  let body: { title?: string; detail?: string | null; errors?: { field: string; detail: string }[] } = {};
  try {
    body = await answer.json();
  } catch {
    // No problem document: a proxy's page, perhaps.
  }
  const after = Number(answer.headers.get("Retry-After"));
  return new Refusal(
    answer.status,
    body.title ?? `The server answered ${answer.status}`,
    body.detail ?? null,
    body.errors ?? [],
    Number.isFinite(after) && after > 0 ? after : null,
  );
}

async function ask(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = {};
  if (method !== "GET") headers["X-Restante-Console"] = "1";
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer: Response;
  try {
    answer = await fetch(`/api/v1/${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "same-origin",
      signal: signal ?? null,
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Refusal(0, "The server does not answer", "is it running, and reached from here?", [], null);
  }
  if (answer.ok) return answer;
  const refused = await refusal(answer);
  if (refused.status === 401 && !path.startsWith("session")) onSignedOut();
  throw refused;
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return (await ask("GET", path + search(query), undefined, signal)).json() as Promise<T>;
}

export async function send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T | null> {
  const answer = await ask(method, path, body);
  return answer.status === 204 ? null : (answer.json() as Promise<T>);
}

export async function getText(path: string, query: Query = {}, signal?: AbortSignal): Promise<string> {
  return (await ask("GET", path + search(query), undefined, signal)).text();
}
