// node pictures.mjs BASE NAME:PASSWORD FOLDER: the pictures of docs/console that show the demonstration, as one sees it on a screen. Some 25
// minutes of its story in, there is most to see.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const [base, who, folder] = process.argv.slice(2);
const VIEWS = { overview: "", provider: "providers/gmail", providers: "providers", messages: "messages", queue: "queue", report: "report" };
const SCREENS = { light: [1440, 900, "light"], dark: [1440, 900, "dark"], narrow: [390, 844, "light"] };

const executablePath = execFileSync("sh", ["-c", "command -v chromium || command -v chromium-browser"]).toString().trim();
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
for (const [screen, [width, height, colorScheme]] of Object.entries(SCREENS)) {
  const page = await (await browser.newContext({ viewport: { width, height }, colorScheme })).newPage();
  await page.goto(base);
  await page.getByLabel("Name").fill(who.slice(0, who.indexOf(":")));
  await page.getByLabel("Password").fill(who.slice(who.indexOf(":") + 1));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#main h1");
  for (const [view, path] of Object.entries(VIEWS)) {
    await page.goto(`${base}/#/${path}`);
    await page.waitForSelector("#main h1");
    // Until all is there that was asked for; figures that are not are dots.
    await page.waitForFunction(() => !document.querySelector("#main [role=status]") && !/^…$/m.test(document.querySelector("#main").innerText));
    await page.waitForTimeout(1_500);
    await page.screenshot({ path: `${folder}/${view}-${screen}.png` });
  }
  await page.context().close();
}
await browser.close();
