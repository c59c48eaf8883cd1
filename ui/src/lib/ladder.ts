// The ladder on which a lasting deferral climbs (docs/INCIDENTS.md). Pure.
import type { Rungs } from "../api/types";
import type { Tone } from "./words";

export const RUNGS: { word: keyof Rungs; from: string; tone: Tone }[] = [
  { word: "1h", from: "From 1 h", tone: "info" },
  { word: "4h", from: "From 4 h", tone: "warn" },
  { word: "24h", from: "From 24 h", tone: "bad" },
  { word: "72h", from: "From 72 h", tone: "bad" },
];

/** Those that have not reached the first rung. */
export const under = (rungs: Rungs, waiting: number): number => Math.max(0, waiting - RUNGS.reduce((sum, it) => sum + rungs[it.word], 0));
