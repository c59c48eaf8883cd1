// What people do in the console of a log that is watched: the mail is another server's.

function expect(is, what) {
  if (!is) throw new Error(what);
}

export const watched = {
  /** What follows a log says so, and shows no page of what it does not have. */
  async "whose mail it is"(page, base) {
    await page.goto(`${base}/#/`);
    await page.getByText("Logs that are followed").waitFor();
    for (const it of ["Queue", "Warm-up", "Suppressions"]) {
      expect((await page.getByRole("link", { name: it, exact: true }).count()) === 0, `${it} is offered, and is another server's`);
    }
    await page.goto(`${base}/#/queue`);
    await page.getByText("The mail is another server's").waitFor();
  },

  /** An incident has its case file and its checks, and no button to act; what a log cannot tell is not offered to be checked. */
  async "an incident of the log"(page, base, check) {
    await page.goto(`${base}/#/incidents`);
    await page.locator("#main a[href^='#/incidents/']").first().click();
    await page.getByRole("heading", { name: "It is mended when" }).waitFor();
    expect((await page.getByRole("button", { name: "Do what is proposed" }).count()) === 0, "it is offered to act on another server");
    const line = page.locator("#main section li", { hasText: "PTR record whose name leads back" });
    await line.getByRole("button", { name: /^Check now/ }).click();
    await line.getByText("(checked ").waitFor();
    await line.getByText("mta1.shop.example, which leads back to it").first().waitFor();
    await page.getByText("A log does not tell which key signs").waitFor();
    expect((await page.getByRole("button", { name: /^Check now: The keys/ }).count()) === 0, "what a log cannot tell is offered to be checked");
    await page.getByRole("button", { name: "For Postfix", exact: true }).click();
    await page.locator("pre").waitFor();
    await check("incident-of-log");
  },
};
