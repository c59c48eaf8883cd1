// node --test tests/units.mjs: what the console makes of answers, without a page: ui/src/lib as Vite makes modules of it.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createServer } from "vite";

globalThis.location = { hash: "" };
globalThis.addEventListener = () => {};
const vite = await createServer({ server: { middlewareMode: true, watch: null, hmr: false, ws: false }, appType: "custom", logLevel: "error", optimizeDeps: { noDiscovery: true } });
after(() => vite.close());
const load = (name) => vite.ssrLoadModule(`/src/lib/${name}`);
const { receiverLink, wrongOfRates } = await load("wrong.ts");
const { csv, folded, shareDeferred } = await load("report.ts");
const { under } = await load("ladder.ts");

const counts = (attempts, deferred) => ({ attempts, deferred, deferral_rate: attempts ? deferred / attempts : null });
const row = (key, attempts, deferred) => ({ key, ...counts(attempts, deferred), before: counts(0, 0) });
const hour = { rows: [row("gmail", 100, 60), row("(unknown)", 100, 50), row("gmx", 100, 40)] };
const told = (scope) => wrongOfRates(hour, [{ scope }]).map((it) => it.key.replace("rate ", ""));

test("a rate is told where no incident tells of it", () => {
  assert.deepEqual(told({ provider: "gmail", providers: ["gmail"] }), ["(unknown)", "gmx"]);
});

test("an incident of several providers tells of each, and not of the unknown ones", () => {
  assert.deepEqual(told({ providers: ["gmail", "gmx"] }), ["(unknown)"]);
});

test("an incident at a site that nobody is known to run does not hide all others of that kind", () => {
  assert.deepEqual(told({ site: "mx.example.net", providers: ["mx.example.net"] }), ["gmail", "(unknown)", "gmx"]);
});

test("an incident that is everywhere tells of every provider", () => {
  assert.deepEqual(told({ providers: [] }), []);
});

test("a receiver that nobody is known to run is told of by its site", () => {
  assert.equal(receiverLink({ provider: "gmail", site: "google.com" }), "#/providers/gmail");
  assert.equal(receiverLink({ provider: null, site: "mx.example.net" }), "#/providers/(unknown)/mx.example.net");
});

const figures = {
  by: "provider",
  total: { attempts: 200, delivered: 90, deferred: 100, bounced: 10, suspended: 0, expired: 3, received: 0, complained: 0, delivered_first: 60, delivered_second: 20, delivered_later: 10 },
  before: { attempts: 100, delivered: 90, deferred: 10, bounced: 0, suspended: 0, expired: 0, received: 0, complained: 0, delivered_first: 90, delivered_second: 0, delivered_later: 0 },
};
const part = (key, delivered, deferred, bounced) => ({
  ...figures.total, key, attempts: delivered + deferred + bounced, delivered, deferred, bounced, expired: 1, delivered_first: delivered, delivered_second: 0, delivered_later: 0,
  deferral_rate: deferred / (delivered + deferred + bounced), deferrals_per_delivery: delivered ? deferred / delivered : null, before: { ...figures.before, attempts: 20, deferred: 5, delivered: 15 },
});

test("the others of a report are what its rows leave of the total", () => {
  const { rows, others } = folded({ ...figures, rows: [part("gmail", 50, 40, 5), part("=gmx", 20, 20, 0), part("aol", 10, 0, 0)], others: 4 }, 2);
  assert.deepEqual(rows.map((it) => it.key), ["gmail", "=gmx"]);
  assert.equal(others.values, 5);
  assert.deepEqual([others.counts.attempts, others.counts.delivered, others.counts.deferred, others.counts.bounced, others.counts.deferrals_per_delivery], [65, 20, 40, 5, 2]);
  assert.deepEqual([others.counts.before.attempts, others.counts.before.deferral_rate], [60, 0]);
});

test("a report's file sums to the total, and says nothing that a spreadsheet would reckon", () => {
  const lines = csv({ ...figures, rows: [part("gmail", 50, 40, 5), part("=gmx", 20, 20, 0)], others: 4 }).split("\r\n").map((it) => it.split(","));
  assert.equal(lines.slice(1).reduce((sum, it) => sum + Number(it[1].replaceAll('"', "")), 0), 200);
  assert.equal(lines[2][0], `"'=gmx"`);
  assert.equal(lines[3][0], '"(4 others)"');
});

test("a report that is whole has no others", () => {
  assert.equal(folded({ ...figures, rows: [part("gmail", 90, 100, 10)], others: 0 }, 100).others, null);
});

test("what a cause puts off is a share of all attempts", () => {
  const refused = { ...figures, by: "cause", rows: [part("rate", 0, 80, 0)], others: 1 };
  assert.equal(shareDeferred(refused.rows[0], refused.total, "cause"), 0.4);
  assert.equal(shareDeferred(part("gmail", 50, 50, 0), figures.total, "provider"), 0.5);
  const { others } = folded(refused, 1);
  assert.deepEqual([others.counts.attempts, others.counts.deferred, others.counts.bounced], [30, 20, 10]);
  assert.equal(csv(refused).split("\r\n")[0], '"cause","deferred","bounced","deferred_of_all_attempts"');
});

test("who is on no rung of the ladder waits under an hour", () => {
  assert.equal(under({ "1h": 2, "4h": 1, "24h": 0, "72h": 1 }, 10), 6);
  assert.equal(under({ "1h": 0, "4h": 0, "24h": 0, "72h": 0 }, 0), 0);
});
