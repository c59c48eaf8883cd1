// A report's rows as people and spreadsheets read them. Pure: from what the server answers.
import type { Figures, Row } from "../api/types";

/** Cuts that only what was refused has: their rows hold no delivery, so a rate within a row would say nothing. */
export const isOfRefusals = (by: string): boolean => by === "cause" || by === "stage";

const SUMS = ["attempts", "delivered", "deferred", "bounced", "suspended", "expired", "received", "complained", "delivered_first", "delivered_second", "delivered_later"] as const;
type Sums = Record<(typeof SUMS)[number], number>;
export type Counted = Omit<Row, "before" | "cells" | "key"> & { before: Omit<Row, "before" | "cells" | "key"> };

function less(total: Sums, rows: Sums[], isRefusals: boolean): Omit<Row, "before" | "cells" | "key"> {
  const left = Object.fromEntries(SUMS.map((it) => [it, Math.max(0, total[it] - rows.reduce((sum, row) => sum + row[it], 0))])) as Sums;
  if (isRefusals) Object.assign(left, { attempts: left.deferred + left.bounced, delivered: 0 });
  return { ...left, ...ratios(left), delay_p50_s: null, delay_p90_s: null, delay_p99_s: null };
}

const ratios = (it: Sums) => ({
  deferral_rate: it.attempts ? it.deferred / it.attempts : null,
  deferrals_per_delivery: it.delivered ? it.deferred / it.delivered : null,
});

/** The first rows, and what all others come to together; null where there are none. Both sum to the total. */
export function folded(figures: Figures, most: number): { rows: Row[]; others: { values: number; counts: Counted } | null } {
  const rows = figures.rows.slice(0, most);
  const values = figures.others + figures.rows.length - rows.length;
  if (values === 0) return { rows, others: null };
  const isRefusals = isOfRefusals(figures.by ?? "");
  return {
    rows,
    others: {
      values,
      counts: { ...less(figures.total, rows, isRefusals), before: less(figures.before, rows.map((it) => it.before), isRefusals) },
    },
  };
}

/** What share of the time's attempts a row's deferrals are: of its own, or, where a row has none but refused ones, of all. */
export function shareDeferred(row: { deferred: number; deferral_rate: number | null }, all: { attempts: number }, by: string): number | null {
  return !isOfRefusals(by) ? row.deferral_rate : all.attempts ? row.deferred / all.attempts : null;
}

/** The report for a spreadsheet: every row, and where the answer does not hold all a last one for the others. */
export function csv(figures: Figures): string {
  const by = figures.by ?? "all";
  const isRefusals = isOfRefusals(by);
  const columns = isRefusals
    ? (["deferred", "bounced"] as const)
    : (["attempts", "delivered", "deferred", "bounced", "expired", "complained", "deferral_rate", "deferrals_per_delivery", "delay_p50_s", "delay_p90_s", "delay_p99_s"] as const);
  const { rows, others } = folded(figures, figures.rows.length);
  const cells = (key: string, it: Omit<Row, "key" | "before">) => [
    key, ...columns.map((column) => it[column]), ...(isRefusals ? [shareDeferred(it, figures.total, by)] : []),
  ];
  const lines = [
    [by, ...columns, ...(isRefusals ? ["deferred_of_all_attempts"] : [])],
    ...rows.map((row) => cells(row.key, row)),
    ...(others ? [cells(`(${others.values} others)`, others.counts)] : []),
  ];
  return lines.map((line) => line.map(cell).join(",")).join("\r\n");
}

/** A cell that a spreadsheet would take for a formula is made text. */
function cell(value: unknown): string {
  const text = String(value ?? "");
  return `"${(typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
