// What people do in the console of a server that has mail: each a journey of its own, on the page of somebody who is signed in.

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const button = (page, name) => page.getByRole("button", { name, exact: true });

const aLane = async (page, fits = () => true) => (await page.evaluate(async () => (await (await fetch("/api/v1/lanes")).json()).lanes)).find(fits);
/** The page of a lane's receiver. */
export const receiver = (lane) => `providers/${lane.provider ?? `(unknown)/${encodeURIComponent(lane.site)}`}`;

function expect(is, what) {
  if (!is) throw new Error(what);
}

/** Fills the reason of the form that is open, and sends it by the key. */
async function because(page, reason) {
  await page.getByLabel("Reason, for the record").fill(reason);
  await page.keyboard.press("Enter");
}

export const withMail = {
  /** Found as one types, and its timeline told. */
  async "a message"(page, base, check) {
    await page.goto(`${base}/#/messages`);
    await page.locator("#main li a").first().waitFor();
    const recipient = await page.locator("#main li a").first().innerText();
    await page.getByRole("searchbox").fill(recipient);
    await page.waitForURL((url) => url.hash.includes("q="));
    await page.getByRole("link", { name: recipient }).first().click();
    await page.getByRole("heading", { name: "What happened" }).waitFor();
    await check("message");
  },

  /** Markup in a reply and in a sender's address is shown as it was written, and makes nothing. */
  async "what others write is text"(page, base) {
    const made = async (where) => {
      const all = await page.evaluate(() => [...document.querySelectorAll("img, iframe, object, [onerror], [onload], .hostile, main script")].map((it) => it.outerHTML));
      expect(all.length === 0, `${where}: what was written became ${all[0]}`);
      expect(!(await page.title()).includes("taken"), `${where}: what was written ran`);
    };
    await page.goto(`${base}/#/messages?q=h%40hostile.example`);
    await page.getByText('<img src="x" onerror=').first().waitFor();
    await made("messages");
    await page.getByRole("link", { name: "h@hostile.example" }).first().click();
    await page.getByRole("heading", { name: "What happened" }).waitFor();
    await page.getByText('<img src="x" onerror=').first().waitFor();
    await page.getByText("<img/src=x/onerror=").first().waitFor();
    await made("its timeline");
    await page.goto(`${base}/#/${receiver(await aLane(page))}`);
    await page.getByText('<img src="x" onerror=').first().waitFor();
    await made("its receiver");
  },

  /** What waits is held, and let go again. */
  async "the queue"(page, base) {
    await page.goto(`${base}/#/queue`);
    await button(page, "Hold").click();
    await because(page, "a journey");
    await button(page, "Take back").first().click();
    await page.getByText("Orders that stand").waitFor({ state: "detached" });
  },

  async "a reply is explained"(page, base) {
    await page.goto(`${base}/#/codes`);
    await page.getByRole("searchbox").fill("451 4.7.1 Greylisted, try again later");
    await page.getByText("cause greylist").waitFor();
  },

  /** Everything a person does with an incident, from its page. */
  async "an incident is worked on"(page, base, check) {
    await page.goto(`${base}/#/incidents`);
    await page.locator("#main li a, #main a[href^='#/incidents/']").first().click();
    await page.getByRole("heading", { name: "What to do" }).waitFor();
    await button(page, "I have seen it").click();
    await page.getByText("Seen by").waitFor();
    await button(page, "I take it").click();
    await page.getByText("works on it").waitFor();
    await button(page, "Mute").click();
    await because(page, "known, and being mended");
    await button(page, "Unmute").click();
    await button(page, "Mute").waitFor();
    await button(page, "Note").click();
    await page.getByRole("textbox", { name: "Note" }).fill("asked the provider");
    await page.keyboard.press("Enter");
    await page.getByText("asked the provider").waitFor();
    await button(page, "Do what is proposed").click();
    await because(page, "the evidence is clear");
    await button(page, "Take it back").first().click();
    await check("incident-acted");
    await because(page, "tried it");
    await button(page, "Do what is proposed").waitFor();
  },

  /** A letter is on record as sent, with its ticket, then as answered and closed. */
  async "a letter to a postmaster"(page, base, check) {
    await page.goto(`${base}/#/incidents`);
    await page.locator("#main a[href^='#/incidents/']").first().click();
    await button(page, "I have sent a letter").click();
    await page.getByLabel("To whom").fill("postmaster@receiver.example");
    await page.getByLabel("Ticket's number").fill("4711");
    await page.keyboard.press("Enter");
    await page.getByText("an answer is due").waitFor();
    await check("letter-sent");
    await page.getByRole("button", { name: "It was answered" }).click();
    await page.getByLabel("Remark, for the record").fill("they look at it");
    await page.keyboard.press("Enter");
    await page.getByText("letter answered").waitFor();
    await page.getByRole("button", { name: "Close: " }).click();
    await button(page, "Close it").click();
    await page.getByText("letter closed").waitFor();
  },

  /** The server finds out whether refusals have stopped, and says where it cannot find out. */
  async "a mend is checked"(page, base, check) {
    await page.goto(`${base}/#/incidents`);
    await page.locator("#main a[href^='#/incidents/']").first().click();
    await page.getByRole("heading", { name: "It is mended when" }).waitFor();
    await page.getByRole("button", { name: "Check now: Refusals have stopped" }).click();
    await page.locator("#main section li", { hasText: "Refusals have stopped" }).getByText("(checked ").waitFor();
    expect((await page.getByRole("button", { name: "Check now: What changed is known" }).count()) === 0, "people are asked to let the server find out what only they can tell");
    await check("mend-checked");
  },

  async "the case file is copied"(page, base) {
    await page.goto(`${base}/#/incidents`);
    await page.locator("#main a[href^='#/incidents/']").first().click();
    const kept = new Set();
    for (const part of ["Evidence", "Letter", "Ticket notes", "For Restante", "For Postfix", "For PowerMTA", "For KumoMTA", "For Exim"]) {
      const tab = button(page, part);
      await tab.click();
      await page.locator("pre").waitFor();
      await button(page, "Copy").click();
      await page.getByText("Copied").first().waitFor();
      const text = await clipboard(page);
      expect(text.trim().length > 20, `${part}: nothing was copied`);
      expect(!kept.has(text), `${part}: the same as another part`);
      kept.add(text);
    }
  },

  /** A plan that is ordered is said to begin with the first mail. */
  async "a warm-up begins"(page, base) {
    await page.goto(`${base}/#/warmup`);
    await button(page, "Begin one").click();
    await page.getByLabel("Source").fill("default");
    await page.getByLabel("Receiver, else all").fill("gmail");
    await because(page, "a new address");
    await page.getByText("Ordered: default at gmail, day 1").waitFor();
  },

  async "complaints are told to a plan"(page, base) {
    await page.goto(`${base}/#/warmup`);
    await button(page, "Tell complaints").first().click();
    await because(page, "the provider's page of yesterday");
    await page.getByText("complained, as told").first().waitFor();
  },

  /** A receiver that nobody is known to run has a page with its own figures. */
  async "a receiver without a name"(page, base, check) {
    const lane = await aLane(page, (it) => it.provider === null);
    await page.goto(`${base}/#/${receiver(lane)}`);
    await page.getByRole("heading", { name: lane.site, exact: true }).waitFor();
    await page.getByRole("heading", { name: "Lanes" }).waitFor();
    const attempts = page.locator(".figure .value").first();
    await attempts.waitFor();
    expect(Number((await attempts.innerText()).replaceAll(",", "")) >= 60, `${await attempts.innerText()} attempts are told of ${lane.site}, which was sent two recipients thirty times`);
    await page.getByText("means greylisting").first().waitFor();
    await check("receiver");
  },

  /** However many providers there are: the worst one is told of, and the figures above are of all. */
  async "the thirteenth provider"(page, base) {
    await page.route("**/api/v1/reports/deliverability?*by=provider*", async (it) => {
      const answer = await (await it.fetch()).json();
      const limit = Number(new URL(it.request().url()).searchParams.get("limit") ?? 50);
      const one = (key, attempts, deferred) => ({ ...answer.total, key, attempts, deferred, deferral_rate: deferred / attempts, before: answer.before });
      const rows = [...Array.from({ length: 12 }, (_, i) => one(`well-${i}`, 1000, 0)), one("thirteenth", 100, 90)];
      await it.fulfill({ json: { ...answer, rows: rows.slice(0, limit), others: Math.max(0, rows.length - limit), course: [] } });
    });
    await page.goto(`${base}/#/`);
    await page.reload();
    await page.getByText("90 % of the attempts at thirteenth were deferred").waitFor();
    await page.getByRole("img", { name: "Attempts by hour" }).waitFor();
    await page.unrouteAll({ behavior: "wait" });
  },

  /** Paused and let go again, with a reason each. */
  async "a lane is paused"(page, base, check) {
    await page.goto(`${base}/#/${receiver(await aLane(page))}`);
    await button(page, "Pause").first().click();
    await because(page, "a journey");
    await button(page, "Resume").first().click();
    await check("lane-paused");
    await because(page, "it is over");
    await button(page, "Pause").first().waitFor();
    await button(page, "Limit").first().click();
    await page.getByLabel("Messages an hour").fill("600");
    await because(page, "go slowly today");
    await button(page, "Take the limit back").first().click();
    await because(page, "it is over");
    await button(page, "Take the limit back").first().waitFor({ state: "detached" });
  },

  /** What was learnt of a lane is dropped. */
  async "a lane is learnt anew"(page, base) {
    const lane = await aLane(page);
    await page.goto(`${base}/#/${receiver(lane)}`);
    await button(page, "Forget").first().click();
    await page.getByText("This cannot be taken back").waitFor();
    await because(page, "it has moved");
    await page.getByText("This cannot be taken back").waitFor({ state: "detached" });
  },

  /** Mail that an export holds is told of with who and why, and released. */
  async "an export holds mail"(page, base, check) {
    const status = await page.evaluate(async () => (await fetch("/api/v1/queue/export", {
      method: "POST", headers: { "X-Restante-Console": "1", "Content-Type": "application/json" },
      body: JSON.stringify({ mail: { domain: ["slow.example"] }, hold: true, reason: "we move house" }),
    })).status);
    expect(status === 200, `the export was answered ${status}`);
    await page.goto(`${base}/#/queue`);
    await page.getByText("export domain=slow.example").waitFor();
    await page.getByText("we move house").waitFor();
    await page.getByText("are held: not tried").waitFor();
    await check("export-holds");
    await page.locator("#main li", { hasText: "we move house" }).getByRole("button", { name: "Release", exact: true }).click();
    await because(page, "we stay");
    await page.getByText("Orders that stand").waitFor({ state: "detached" });
  },

  /** Who did what, and why, is on record. */
  async "what was done is told"(page, base) {
    const { site } = await aLane(page);
    await page.goto(`${base}/#/history?site=${encodeURIComponent(site)}`);
    await page.getByText("go slowly today").first().waitFor();
    await page.getByText(`pause site=${site}`).first().waitFor();
    await page.goto(`${base}/#/history`);
    await page.getByText("it has moved").first().waitFor();
    await page.getByText("a new address").first().waitFor();
  },

  /** Put on and taken off. */
  async "a recipient is not mailed"(page, base) {
    await page.goto(`${base}/#/suppressions`);
    await page.getByLabel("Address, or a domain for all of it").fill("gone@nowhere.example");
    await page.getByLabel("Reason", { exact: true }).fill("asked us by phone");
    await page.keyboard.press("Enter");
    await page.getByRole("rowheader", { name: "gone@nowhere.example" }).waitFor();
    await button(page, "Take off gone@nowhere.example").click();
    await page.getByRole("rowheader", { name: "gone@nowhere.example" }).waitFor({ state: "detached" });
  },

  /** A token is shown once, and ended. */
  async "a token"(page, base, check) {
    await page.goto(`${base}/#/settings/tokens`);
    await page.getByLabel("Name").fill("journey-shop");
    await button(page, "Make a token").click();
    await page.getByText("It is not shown again").waitFor();
    await check("token-made");
    const text = await page.locator("pre").innerText();
    expect(/^rst_[a-z2-7]{8}_[\w-]{43}$/.test(text.trim()), "that is no token");
    await button(page, "I have it").click();
    expect(!(await page.content()).includes(text.trim()), "the token is still on the page");
    await button(page, "End journey-shop").click();
    await button(page, "End journey-shop").click();
    await page.getByRole("rowheader", { name: "journey-shop" }).waitFor({ state: "detached" });
  },

  /** A program that is not there does not take its test. */
  async "a webhook"(page, base) {
    await page.goto(`${base}/#/settings/webhooks`);
    await button(page, "Send a test").click();
    await because(page, "a journey");
    await page.getByText("did not take the test").waitFor();
  },

  /** What a program did not take in the end is sent again, and is no dead letter then. */
  async "a dead letter"(page, base, check) {
    await page.goto(`${base}/#/settings/webhooks`);
    await button(page, "Dead letters").click();
    await page.getByText("connection refused").first().waitFor();
    await check("dead-letters");
    await button(page, "Send all again").click();
    await because(page, "it is back");
    await button(page, "Dead letters").waitFor({ state: "detached" });
  },

  async "settings are found"(page, base) {
    await page.goto(`${base}/#/settings/configuration`);
    await page.getByRole("searchbox").fill("message_size");
    await page.getByText("the largest message").waitFor();
  },
};
