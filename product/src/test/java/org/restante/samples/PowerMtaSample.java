package org.restante.samples;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// Three and a half hours of a PowerMTA. From 09:10 Microsoft blocks one of three sources, 198.51.100.7 (S3150) or slows it
/// down (4.7.650); its siblings go on. The job `promo-1119`, begun at 09:30, goes to an old list: one address in five does not exist.
final class PowerMtaSample {
    private static final long START = Instant.parse("2026-11-19T08:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final long END = START + 3 * HOUR + HOUR / 2;
    private static final long BLOCKED_FROM = START + HOUR + HOUR / 6;
    private static final long PROMO_FROM = START + HOUR + HOUR / 2;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'+0000'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final String HEADER =
            "type,timeLogged,timeQueued,orig,rcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,dlvSourceIp,vmta,jobId,queue,vmtaPool";

    private record Source(String name, String address, String pool) {}

    private record Job(String name, String sender, double unknown, List<Source> sources) {}

    private static final List<Source> PROMO =
            List.of(
                    new Source("mta-a", "198.51.100.5", "promo"),
                    new Source("mta-b", "198.51.100.6", "promo"),
                    new Source("mta-c", "198.51.100.7", "promo"));
    private static final List<Source> ORDERS =
            List.of(new Source("mta-t", "198.51.100.20", "transactional"));
    private static final List<Job> JOBS =
            List.of(
                    new Job("promo-1119", "bounce@promo.shop.example", 0.22, PROMO),
                    new Job("digest-1119", "bounce@news.shop.example", 0.006, PROMO),
                    new Job("orders", "no-reply@orders.shop.example", 0.004, ORDERS));

    private final Chance chance = new Chance(20_261_120);
    private final Tape tape = new Tape(END);
    private final Retries retries = new Retries();

    static String log() {
        var sample = new PowerMtaSample();
        for (long time = START; time < END; time += sample.chance.gap(355)) {
            sample.message(time);
        }
        sample.retries.run(END);
        return HEADER + "\n" + sample.tape.text();
    }

    private Job job(long time) {
        double at = chance.between(0, 1000) / 1000.0;
        if (at < 0.35 && time >= PROMO_FROM) {
            return JOBS.get(0);
        }
        return at < 0.80 ? JOBS.get(1) : JOBS.get(2);
    }

    private void message(long queued) {
        var job = job(queued);
        var site = Site.any(chance);
        var source = chance.of(job.sources);
        var host = chance.of(site.hosts());
        var recipient = "reader" + chance.between(100, 99_999) + "@" + site.domain();
        boolean unknown = chance.in(job.unknown);
        boolean greylisted = site.domain().equals("fabrikam.example");
        retries.add(
                queued + chance.between(300, 4000),
                (time, number) -> {
                    var to = new Target(job, site, source, host, recipient, queued);
                    if (site.isMicrosoft()
                            && source.name.equals("mta-c")
                            && time >= BLOCKED_FROM
                            && chance.in(0.96)) {
                        return blocked(to, time);
                    }
                    if (unknown) {
                        return to.row(
                                time,
                                "b",
                                "5.1.1 (bad destination mailbox address)",
                                unknown(site, recipient),
                                "bad-mailbox");
                    }
                    if (greylisted && number == 1) {
                        return to.row(
                                time,
                                "t",
                                "4.7.1 (delivery not authorized, message refused)",
                                "450 4.7.1 <"
                                        + recipient
                                        + ">: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/fabrikam.example.html",
                                "");
                    }
                    return to.row(time, "d", "2.0.0 (success)", site.accepted(chance), "");
                });
    }

    private long blocked(Target to, long time) {
        var address = to.source.address;
        if (chance.in(0.6)) {
            return to.row(
                    time,
                    "b",
                    "5.7.1 (delivery not authorized, message refused)",
                    "550 5.7.1 Unfortunately, messages from [%s] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors."
                            .formatted(address),
                    "spam-related");
        }
        return to.row(
                time,
                "t",
                "4.7.650 (unspecified)",
                "451 4.7.650 The mail server [%s] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://postmaster.live.com (S775)"
                        .formatted(address),
                "");
    }

    private static String unknown(Site site, String recipient) {
        if (site.isGmail()) {
            return "550-5.1.1 The email account that you tried to reach does not exist. Please try double-checking the recipient's email address for typos or unnecessary spaces. https://support.google.com/mail/?p=NoSuchUser - gsmtp";
        }
        return site.isMicrosoft()
                ? "550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)."
                : "550 5.1.1 <" + recipient + ">: Recipient address rejected: User unknown";
    }

    /// One recipient on its way, and the rows of its attempts.
    private final class Target {
        private final Job job;
        private final Site site;
        private final Source source;
        private final String host;
        private final String recipient;
        private final long queued;

        Target(Job job, Site site, Source source, String host, String recipient, long queued) {
            this.job = job;
            this.site = site;
            this.source = source;
            this.host = host;
            this.recipient = recipient;
            this.queued = queued;
        }

        /// Writes a row; a `t` is tried again after a quarter of an hour.
        long row(long time, String type, String status, String reply, String category) {
            var action = type.equals("d") ? "relayed" : type.equals("b") ? "failed" : "delayed";
            tape.add(
                    time,
                    String.join(
                            ",",
                            type,
                            TIME.format(Instant.ofEpochMilli(time)),
                            TIME.format(Instant.ofEpochMilli(queued)),
                            job.sender,
                            recipient,
                            action,
                            cell(status),
                            cell("smtp;" + reply),
                            host + " (" + site.address(host) + ")",
                            category,
                            source.address,
                            source.name,
                            job.name,
                            site.domain() + "/" + source.name,
                            source.pool));
            return type.equals("t") ? 900_000L + chance.between(0, 60_000) : 0;
        }

        private static String cell(String text) {
            return text.contains(",") || text.contains("\"")
                    ? "\"" + text.replace("\"", "\"\"") + "\""
                    : text;
        }
    }
}
