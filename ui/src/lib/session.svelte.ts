import { session as calls, watched } from "../api/calls";
import { whenSignedOut } from "../api/client";
import type { Role, Standing, WatchedLog } from "../api/types";
import { tellTime } from "./clock";

let standing = $state.raw<Standing | null>(null);
let trouble = $state("");
let wasIn = $state(false);
let logs = $state.raw<WatchedLog[]>([]);

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

export const session = {
  /** The logs of another server that are followed; none where this one sends mail itself. */
  get logs() { return logs; },
  get known() { return standing !== null || trouble !== ""; },
  get user() { return standing?.user ?? null; },
  get isSetUp() { return standing?.is_set_up ?? true; },
  get trouble() { return trouble; },
  /** Whether the session ended by itself. */
  get isOver() { return wasIn && standing?.user === null; },
  may(role: Role): boolean {
    return standing?.user ? RANK[standing.user.role] >= RANK[role] : false;
  },
  async look(): Promise<void> {
    try {
      const now = await calls.standing();
      await lookAtLogs(now);
      standing = now;
      tellTime(now.now);
      trouble = "";
    } catch (e) {
      trouble = e instanceof Error ? e.message : String(e);
    }
  },
  async enter(name: string, password: string): Promise<void> {
    const now = await calls.enter(name, password);
    await lookAtLogs(now);
    standing = now;
    wasIn = true;
  },
  async setUp(secret: string, name: string, password: string): Promise<void> {
    const now = await calls.setUp(secret, name, password);
    await lookAtLogs(now);
    standing = now;
    wasIn = true;
  },
  async leave(): Promise<void> {
    standing = await calls.leave();
    wasIn = false;
  },
};

async function lookAtLogs(now: Standing | null): Promise<void> {
  if (now?.user) logs = (await watched()).logs;
}

whenSignedOut(() => {
  if (standing?.user) {
    wasIn = true;
    standing = { ...standing, user: null, is_set_up: true };
  }
});
