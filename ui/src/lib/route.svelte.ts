// Every view has an address, with its filters, that can be sent to a colleague: #/messages?status=deferred

function read(): { path: string[]; query: URLSearchParams } {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter(Boolean).map(part), query: new URLSearchParams(query) };
}

function part(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

let now = $state.raw(read());
addEventListener("hashchange", () => (now = read()));

export const route = {
  get path() { return now.path; },
  get query() { return now.query; },
  get view() { return now.path[0] ?? "overview"; },
};

export type Filters = Record<string, string | number | null | undefined>;

/** The address of a view. */
export function link(path: (string | null | undefined)[], filters: Filters = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return `#/${path.filter((it) => it != null).map((it) => encodeURIComponent(it!)).join("/")}${text ? `?${text}` : ""}`;
}

/** The address of this view with some filters changed; null and "" take one away. */
export function here(changed: Filters): string {
  const all: Filters = Object.fromEntries(now.query);
  return link(now.path, { ...all, ...changed });
}

/** Goes there; while somebody types, without a step to go back to for each letter. */
export function go(address: string, replace = false): void {
  if (address === location.hash) return;
  if (replace) {
    history.replaceState(null, "", address);
    now = read();
  } else {
    location.hash = address;
  }
}
