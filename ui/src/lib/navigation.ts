import type { Role } from "../api/types";

export const NAVIGATION: { view: string; name: string; role: Role }[] = [
  { view: "overview", name: "Overview", role: "viewer" },
];
