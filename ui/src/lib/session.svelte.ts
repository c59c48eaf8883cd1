import { session as calls } from "../api/calls";
import { whenSignedOut } from "../api/client";
import type { Role, Standing } from "../api/types";
import { tellTime } from "./clock";

let standing = $state.raw<Standing | null>(null);
let trouble = $state("");
let wasIn = $state(false);

const RANK: Record<Role, number> = { viewer: 0, operator: 1, admin: 2 };

export const session = {
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
      standing = await calls.standing();
      tellTime(standing.now);
      trouble = "";
    } catch (e) {
      trouble = e instanceof Error ? e.message : String(e);
    }
  },
  async enter(name: string, password: string): Promise<void> {
    standing = await calls.enter(name, password);
    wasIn = true;
  },
  async setUp(secret: string, name: string, password: string): Promise<void> {
    standing = await calls.setUp(secret, name, password);
    wasIn = true;
  },
  async leave(): Promise<void> {
    standing = await calls.leave();
    wasIn = false;
  },
};

whenSignedOut(() => {
  if (standing?.user) {
    wasIn = true;
    standing = { ...standing, user: null, is_set_up: true };
  }
});
