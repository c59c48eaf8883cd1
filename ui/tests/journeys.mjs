// node journeys.mjs BASE with-mail|without-mail|watched WHO [SHOTS]: walks through the console in the system's Chromium, of a server that has mail,
// an incident and lanes, or nothing yet, or of a log that is watched and tells of an incident. WHO is the server's set-up link, or NAME:PASSWORD. Fails on an error in the browser's console, a
// request to elsewhere, a serious finding of axe, a page wider than the screen, a first page larger than 300 KiB or slower than 4 s, or a step that does not go.
// JOURNEY=PART in the environment walks only those whose name has that part, and no pages.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { watched } from "./watched.mjs";
import { receiver, withMail } from "./with-mail.mjs";

const [base, data, who, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser"]).toString().trim();
const LARGEST = 300 * 1024;
const GOAL = 1_000; // Milliseconds, on a quiet machine.
const SLOWEST = 4_000; // This one may be busy.
const SIZES = [[1440, "light"], [1440, "dark"], [390, "light"], [390, "dark"]];
const [USER, PASSWORD] = who.startsWith("http") ? ["journey", "a password for journeys"] : [who.slice(0, who.indexOf(":")), who.slice(who.indexOf(":") + 1)];
const NOTHING = "0199e0a2-7c00-7b9a-a0c5-5e14e96940cc";
const only = process.env.JOURNEY ?? "";
const problems = [];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

// A message that is not there, and a word that is no provider's, which the server refuses.
const asksForNothing = (url, said) => (url.includes(NOTHING) && said.includes("404")) || (url.endsWith("/providers/nobody") && said.includes("400"));

async function open(width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: base });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const where = `${width} ${colorScheme}`;
  // What the server does not have is asked for on purpose, where a page is about nothing that is there.
  page.on("console", (it) => { if (it.type() === "error" && !asksForNothing(page.url(), it.text())) problems.push(`${where} ${page.url()}: ${it.text()}`); });
  page.on("pageerror", (it) => problems.push(`${where} ${page.url()}: ${it.message}`));
  page.on("request", (it) => { if (!it.url().startsWith(base) && !it.url().startsWith("data:") && !it.url().startsWith("blob:")) problems.push(`asks elsewhere: ${it.url()}`); });
  return { page, where };
}

async function check({ page, where }, name) {
  await page.waitForTimeout(600);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) problems.push(`${where} ${name}: ${wide} px wider than the screen`);
  // The debugger's way of evaluating is not bound by the page's policy, which forbids scripts put in.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  for (const it of violations.filter((one) => ["serious", "critical"].includes(one.impact))) {
    problems.push(`${where} ${name}: ${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
  }
  if (shots) await page.screenshot({ path: `${shots}/${name}-${where.replace(" ", "-")}.png`, fullPage: true });
}

async function journey(name, walk) {
  try {
    await walk();
  } catch (e) {
    problems.push(`${name}: ${String(e.message ?? e).split("\n").slice(0, 4).join(" ")}`);
  }
}

async function signIn({ page }) {
  await page.goto(`${base}/`);
  await page.getByLabel("Name").fill(USER);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#main h1");
}

/** The first user, by the link, by keys alone. */
async function setUp(at) {
  await at.page.goto(who);
  await at.page.getByLabel("Name").fill(USER);
  await at.page.getByLabel("Password").fill(PASSWORD);
  await at.page.getByLabel("Once more").fill(PASSWORD);
  await check(at, "set-up");
  await at.page.keyboard.press("Enter");
  await at.page.waitForSelector("#main h1");
}

/** How long the first page takes and how much it asks for, for somebody who is signed in and has nothing of it yet. */
async function firstPage({ page }) {
  const context = await browser.newContext({ storageState: await page.context().storageState(), viewport: { width: 1440, height: 900 } });
  const fresh = await context.newPage();
  const asked = [];
  fresh.on("requestfinished", (it) => asked.push(it.sizes().then((sizes) => sizes.responseBodySize + sizes.responseHeadersSize, () => 0))); // None: it ended with the page.
  const from = performance.now();
  await fresh.goto(`${base}/`);
  await fresh.locator("#main .figure").first().waitFor();
  const took = Math.round(performance.now() - from);
  const octets = (await Promise.all(asked)).reduce((sum, it) => sum + it, 0);
  await context.close();
  console.log(`first page: ${took} ms (goal ${GOAL}), ${(octets / 1024).toFixed(0)} KiB`);
  if (octets > LARGEST) problems.push(`the first page has ${octets} octets, ${LARGEST} at most would be right`);
  if (took > SLOWEST) problems.push(`the first page takes ${took} ms; the goal is ${GOAL}, and ${SLOWEST} is too much even for a busy machine`);
}

/** By keys alone: over the navigation to the content, and by the menu of a narrow screen to another page. */
async function keys() {
  const at = await open(390, "light");
  await signIn(at);
  await at.page.goto(`${base}/#/codes`);
  await at.page.reload();
  await at.page.waitForSelector("#main h1");
  await at.page.keyboard.press("Tab");
  await at.page.keyboard.press("Enter");
  if (await at.page.evaluate(() => document.activeElement?.id) !== "main") problems.push("keys: the first link does not lead to the content");
  await at.page.getByRole("button", { name: "Menu" }).focus();
  await at.page.keyboard.press("Enter");
  await at.page.getByRole("link", { name: "Report", exact: true }).focus();
  await at.page.keyboard.press("Enter");
  await at.page.waitForURL((url) => url.hash === "#/report");
  await at.page.context().close();
}

/** A page that nobody looks at holds no connection, and is up to date when somebody looks again. */
async function aTabBehind({ page }) {
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const tab = await context.newPage();
  const isStream = (it) => it.url().endsWith("/api/v1/events");
  const look = (isHidden) => tab.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, isHidden);
  await tab.goto(`${base}/`);
  await tab.getByText("Live", { exact: true }).waitFor();
  const ended = Promise.race([tab.waitForEvent("requestfailed", isStream), tab.waitForEvent("requestfinished", isStream)]);
  await look(true);
  await ended;
  const opened = tab.waitForRequest(isStream);
  const asked = tab.waitForRequest((it) => it.url().includes("/api/v1/queue/count"));
  await look(false);
  await Promise.all([opened, asked]);
  await tab.getByText("Live", { exact: true }).waitFor();
  await context.close();
}

/** Nothing is said to be well that is not known to be: of incidents nobody could tell, or not yet. */
async function unknownIncidents({ page }) {
  for (const [name, answer] of Object.entries({
    "not found again yet": { json: { incidents: [], next: null, caught_up: false } },
    "not told": { status: 503, contentType: "application/problem+json", json: { title: "Not now", detail: "the incidents are not known" } },
  })) {
    const context = await browser.newContext({ storageState: await page.context().storageState() });
    const other = await context.newPage();
    await other.route("**/api/v1/incidents*", (it) => it.fulfill(answer));
    await other.goto(`${base}/`);
    await other.getByText(answer.status ? "The incidents are not known." : "incidents may be missing").waitFor();
    // The other answers are there when the figures are.
    for (const it of ["nothing waits", "no lane is closed", "No attempts yet"]) await other.getByText(it).waitFor();
    const said = await other.locator("#main h1").innerText();
    if (said !== "Overview") problems.push(`incidents ${name}: "${said}" is said all the same`);
    await context.close();
  }
}

/** What could not be had at first is there soon, also where it is asked for but twice a minute. */
async function answersLate({ page }) {
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const other = await context.newPage();
  const refused = { status: 503, contentType: "application/problem+json", json: { title: "Not now", detail: "the figures are not at hand" } };
  let asked = 0;
  await other.route("**/api/v1/reports/deliverability*", (it) => (++asked <= 3 ? it.fulfill(refused) : it.continue()));
  await other.goto(`${base}/`);
  await other.getByText("the figures are not at hand").waitFor();
  await other.getByText("No attempts yet").waitFor({ timeout: 20_000 });
  await other.getByText("the figures are not at hand").waitFor({ state: "detached" });
  await context.close();
}

async function pages(views) {
  if (only) return;
  for (const [width, scheme] of SIZES) {
    const at = await open(width, scheme);
    await signIn(at);
    for (const [name, path] of Object.entries(views)) {
      await journey(`${at.where} ${name}`, async () => {
        await at.page.goto(`${base}/#/${path}`);
        await at.page.waitForSelector("#main h1");
        await check(at, name);
      });
    }
    await at.page.context().close();
  }
}

const VIEWS = Object.fromEntries(["incidents", "messages", "queue", "providers", "warmup", "report", "history", "suppressions", "codes", "settings"].map((it) => [it, it]));
const all = { overview: "", ...VIEWS, configuration: "settings/configuration", webhooks: "settings/webhooks", users: "settings/users", tokens: "settings/tokens" };

const first = await open(1440, "light");
await journey("signing in", () => (who.startsWith("http") ? setUp(first) : signIn(first)));
if (!only) await journey("the first page", () => firstPage(first));
if (!only) await journey("keys", keys);
if (data === "with-mail") {
  for (const [name, walk] of Object.entries(withMail).filter(([name]) => name.includes(only))) await journey(name, () => walk(first.page, base, (it) => check(first, it)));
  // The pages that are about something of this server.
  const found = await first.page.evaluate(async () => {
    const ask = async (path) => (await fetch(`/api/v1/${path}`)).json();
    const [incident, message, lane] = await Promise.all([ask("incidents"), ask("messages?status=deferred&limit=1"), ask("lanes")]);
    return { incident: incident.incidents[0]?.id, message: message.messages[0]?.id, lane: lane.lanes[0] };
  });
  await pages({
    ...all, incident: `incidents/${found.incident}`, message: `messages/${found.message}`, provider: "providers/gmail",
    lanes: receiver(found.lane), code: "codes/451",
  });
} else if (data === "watched") {
  for (const [name, walk] of Object.entries(watched).filter(([name]) => name.includes(only))) await journey(name, () => walk(first.page, base, (it) => check(first, it)));
  const incident = await first.page.evaluate(async () => (await (await fetch("/api/v1/incidents")).json()).incidents[0]?.id);
  await pages({ ...all, incident: `incidents/${incident}`, provider: "providers/gmail", code: "codes/451" });
} else {
  await journey("a tab behind", () => aTabBehind(first));
  await journey("incidents that are not known", () => unknownIncidents(first));
  await journey("figures that come late", () => answersLate(first));
  await pages({ ...all, none: "no-such-page", "unknown-message": `messages/${NOTHING}`, "unknown-provider": "providers/nobody" });
}

await journey("signing out", async () => {
  await first.page.getByRole("button", { name: "Sign out" }).click();
  await first.page.getByRole("heading", { name: "Sign in" }).waitFor();
});

await browser.close();
for (const it of new Set(problems)) console.log(it);
console.log(problems.length === 0 ? "all journeys went" : `${new Set(problems).size} problems`);
process.exit(problems.length === 0 ? 0 : 1);
