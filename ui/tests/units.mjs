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
