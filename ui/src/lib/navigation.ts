import type { Role } from "../api/types";

export const NAVIGATION: { view: string; name: string; role: Role }[] = [
  { view: "overview", name: "Overview", role: "viewer" },
  { view: "incidents", name: "Incidents", role: "viewer" },
  { view: "messages", name: "Messages", role: "viewer" },
  { view: "queue", name: "Queue", role: "viewer" },
  { view: "providers", name: "Providers", role: "viewer" },
  { view: "warmup", name: "Warm-up", role: "viewer" },
  { view: "report", name: "Report", role: "viewer" },
  { view: "history", name: "History", role: "viewer" },
  { view: "suppressions", name: "Suppressions", role: "viewer" },
  { view: "codes", name: "Codes", role: "viewer" },
  { view: "settings", name: "Settings", role: "viewer" },
];
