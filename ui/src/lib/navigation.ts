import type { Role } from "../api/types";

/** `ofOwnMail`: where another server's log is watched there is nothing of it. */
export const NAVIGATION: { view: string; name: string; role: Role; ofOwnMail?: true }[] = [
  { view: "overview", name: "Overview", role: "viewer" },
  { view: "incidents", name: "Incidents", role: "viewer" },
  { view: "messages", name: "Messages", role: "viewer" },
  { view: "queue", name: "Queue", role: "viewer", ofOwnMail: true },
  { view: "providers", name: "Providers", role: "viewer" },
  { view: "warmup", name: "Warm-up", role: "viewer", ofOwnMail: true },
  { view: "report", name: "Report", role: "viewer" },
  { view: "history", name: "History", role: "viewer" },
  { view: "suppressions", name: "Suppressions", role: "viewer", ofOwnMail: true },
  { view: "codes", name: "Codes", role: "viewer" },
  { view: "settings", name: "Settings", role: "viewer" },
];
