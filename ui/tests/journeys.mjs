// node journeys.mjs BASE SETUP-LINK [SHOTS]: walks through the console of a server that has mail in it, in the system's Chromium.
// Fails on an error in the browser's console, a serious finding of axe, a page wider than the screen, or a step that does not go.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, setUpLink, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const executablePath = execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser"]).toString().trim();
const USER = "journey";
const PASSWORD = "a password for journeys";
const problems = [];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

async function open(width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: width < 500 ? 844 : 900 }, colorScheme });
  const page = await context.newPage();
  const where = `${width} ${colorScheme}`;
  page.on("console", (it) => { if (it.type() === "error") problems.push(`${where} ${page.url()}: ${it.text()}`); });
  page.on("pageerror", (it) => problems.push(`${where} ${page.url()}: ${it.message}`));
  page.on("request", (it) => { if (!it.url().startsWith(base) && !it.url().startsWith("data:") && !it.url().startsWith("blob:")) problems.push(`asks elsewhere: ${it.url()}`); });
  return { page, where };
}

async function check({ page, where }, name) {
  await page.waitForTimeout(700);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) problems.push(`${where} ${name}: ${wide} px wider than the screen`);
  // The debugger's way of evaluating is not bound by the page's policy, which forbids scripts put in.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  for (const it of violations.filter((one) => ["serious", "critical"].includes(one.impact))) {
    problems.push(`${where} ${name}: ${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
  }
  if (shots) await page.screenshot({ path: `${shots}/${name}-${where.replace(" ", "-")}.png` });
}

async function signIn({ page }) {
  await page.goto(`${base}/`);
  await page.getByLabel("Name").fill(USER);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#main");
}

// The first user, by the link, by keyboard alone.
const first = await open(1440, "light");
await first.page.goto(setUpLink);
await first.page.getByLabel("Name").fill(USER);
await first.page.getByLabel("Password").fill(PASSWORD);
await first.page.getByLabel("Once more").fill(PASSWORD);
await check(first, "set-up");
await first.page.keyboard.press("Enter");
await first.page.waitForSelector("#main");

// A message is found as one types, and its timeline told.
await first.page.goto(`${base}/#/messages`);
await first.page.locator("#main li a").first().waitFor();
const recipient = await first.page.locator("#main li a").first().innerText();
await first.page.getByRole("searchbox").fill(recipient);
await first.page.waitForURL((url) => url.hash.includes("q="));
await first.page.getByRole("link", { name: recipient }).first().click();
await first.page.getByRole("heading", { name: "What happened" }).waitFor();
await check(first, "message");

// What waits is held, and let go again.
await first.page.goto(`${base}/#/queue`);
await first.page.getByRole("button", { name: "Hold" }).click();
await first.page.getByLabel("Reason, for the record").fill("a journey");
await first.page.keyboard.press("Enter");
await first.page.getByRole("button", { name: "Take back" }).first().click();
await first.page.getByText("Orders that stand").waitFor({ state: "detached", timeout: 15_000 });

// A reply is explained.
await first.page.goto(`${base}/#/codes`);
await first.page.getByRole("searchbox").fill("451 4.7.1 Greylisted, try again later");
await first.page.getByText("cause greylist").waitFor();

for (const [width, scheme] of [[1440, "light"], [1440, "dark"], [390, "light"], [390, "dark"]]) {
  const at = await open(width, scheme);
  await signIn(at);
  for (const view of ["overview", "incidents", "messages", "queue", "providers", "warmup", "report", "suppressions", "codes", "settings"]) {
    await at.page.goto(`${base}/#/${view === "overview" ? "" : view}`);
    await check(at, view);
  }
  await at.page.context().close();
}

// Signing out shuts the door.
await first.page.getByRole("button", { name: "Sign out" }).click();
await first.page.getByRole("heading", { name: "Sign in" }).waitFor();

await browser.close();
for (const it of new Set(problems)) console.log(it);
console.log(problems.length === 0 ? "all journeys went" : `${new Set(problems).size} problems`);
process.exit(problems.length === 0 ? 0 : 1);
