#!/usr/bin/env python3
"""A Postfix log in which nothing repeats: every reply carries ids, addresses and numbers of its own, and recipients are spread
over many domains with hosts of their own. It is the opposite of a log of sixty domains and a dozen texts.
  gen_unique_log.py --size 1G --domains 100000 --truth truth.csv > unique.log"""
import argparse
import random
import sys
import time

options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
options.add_argument("--size", default="1G")
options.add_argument("--domains", type=int, default=100_000)
options.add_argument("--seed", type=int, default=7)
options.add_argument("--truth", default="", help="write domain,sent,deferred,bounced here")
a = options.parse_args()
units = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
size = int(float(a.size[:-1]) * units[a.size[-1]]) if a.size[-1] in units else int(a.size)
r = random.Random(a.seed)
words = "alder birch cedar dune ember fjord grove heath islet juniper knoll larch marsh north oaken pine quarry reed stone tarn".split()
domains = [f"{r.choice(words)}{r.choice(words)}{i}.{r.choice(['example', 'test', 'invalid'])}" for i in range(a.domains)]
truth = {}


def ident(bits):
    return f"{r.getrandbits(bits):0{bits // 4}x}"


def address():
    return f"{r.choice([192, 198, 203])}.0.2.{r.randrange(256)}"


def deferral(domain, host, ip):
    said = f"host {host}[{ip}] said: "
    return r.choice([
        lambda: ("4.7.0", f"{said}421 4.7.0 {address()} is sending {r.randrange(10**6)} messages too fast, ticket {ident(64)} (in reply to MAIL FROM command)"),
        lambda: ("4.7.1", f"{said}450 4.7.1 <u{r.randrange(10**9)}@{domain}>: Recipient address rejected: Greylisted for {r.randrange(900)} seconds, id={ident(48)} (in reply to RCPT TO command)"),
        lambda: ("4.2.2", f"{said}452 4.2.2 <u{r.randrange(10**9)}@{domain}> mailbox full, {r.randrange(10**9)} octets used, session {ident(96)} (in reply to RCPT TO command)"),
        lambda: ("4.4.1", f"connect to {host}[{ip}]:25: Connection timed out"),
        lambda: ("4.3.2", f"{said}451 4.3.2 internal error {ident(32)} at {int(time.time()) + r.randrange(10**5)} please retry (in reply to end of DATA command)"),
    ])()


def main():
    out, written, now = sys.stdout, 0, time.mktime((2026, 11, 19, 0, 0, 0, 0, 0, 0))
    while written < size:
        now += 0.09 * r.random()
        stamp = time.strftime("%b %d %H:%M:%S", time.localtime(now))
        domain = domains[min(int(r.paretovariate(0.7)) - 1 + r.randrange(50), a.domains - 1)] if r.random() < 0.5 else r.choice(domains)
        queue, user = "%X" % r.getrandbits(44), f"u{r.randrange(10**9)}"
        host, ip = f"mx{r.randrange(3)}.{domain}", address()
        head = f"{stamp} out{r.randrange(4)} postfix/"
        kind = r.random()
        counts = truth.setdefault(domain, [0, 0, 0])
        to = f"smtp[{r.randrange(30000)}]: {queue}: to=<{user}@{domain}>, "
        if kind < 0.15:
            status, text = deferral(domain, host, ip)
            counts[1] += 1
            line = f"{to}relay={host}[{ip}]:25, delay={r.randrange(9000)}, delays=0/0/1/1, dsn={status}, status=deferred ({text})"
        elif kind < 0.18:
            counts[2] += 1
            line = f"{to}relay={host}[{ip}]:25, delay=1, delays=0/0/1/1, dsn=5.1.1, status=bounced (host {host}[{ip}] said: 550 5.1.1 <{user}@{domain}> unknown, ref {ident(64)} (in reply to RCPT TO command))"
        else:
            counts[0] += 1
            line = f"{to}relay={host}[{ip}]:25, delay=1, delays=0/0/1/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {ident(40)})"
        text = (
            f"{head}cleanup[7]: {queue}: message-id=<{ident(64)}@app.example>\n"
            f"{head}qmgr[9]: {queue}: from=<b{r.randrange(10**6)}@news{r.randrange(40)}.example>, size={r.randrange(90000)}, nrcpt=1 (queue active)\n"
            f"{head}{line}\n"
            + (f"{head}qmgr[9]: {queue}: removed\n" if kind >= 0.15 else "")
        )
        out.write(text)
        written += len(text)
    if a.truth:
        with open(a.truth, "w") as f:
            for domain, counts in truth.items():
                f.write(f"{domain},{counts[0]},{counts[1]},{counts[2]}\n")


main()
