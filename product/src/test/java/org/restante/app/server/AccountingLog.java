package org.restante.app.server;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.restante.dns.Resolver;
import org.restante.dns.ZoneResolver;

/// The accounting file of a PowerMTA with two sources, an hour of which is well; then one receiver takes nothing more from one of them.
final class AccountingLog {
    private static final String HEAD =
            "type,timeLogged,timeQueued,orig,rcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,dlvSourceIp,vmta,jobId,queue,vmtaPool\n";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss+0000").withZone(ZoneOffset.UTC);

    private static final int MINUTES = 75;
    private static final int WELL = 60;
    private static final int EACH_MINUTE = 8;

    private AccountingLog() {}

    /// @param end when it was written last
    static String ofAnHourAndABlock(Instant end) {
        var text = new StringBuilder(HEAD);
        var begin = end.minus(Duration.ofMinutes(MINUTES));
        for (int minute = 0; minute < MINUTES; minute++) {
            for (int i = 0; i < EACH_MINUTE; i++) {
                var at = begin.plusSeconds(60L * minute + 7L * i);
                for (int source = 1; source <= 2; source++) {
                    boolean isRefused = source == 1 && minute >= WELL;
                    line(text, at, source, "gmail.com", "gmail-smtp-in.l.google.com", isRefused);
                    line(text, at, source, "yahoo.com", "mta5.am0.yahoodns.net", false);
                }
            }
        }
        return text.toString();
    }

    private static void line(
            StringBuilder text,
            Instant at,
            int source,
            String domain,
            String host,
            boolean isRefused) {
        text.append(isRefused ? 't' : 'd')
                .append(',')
                .append(TIME.format(at))
                .append(',')
                .append(TIME.format(at.minusSeconds(2)))
                .append(",bounce@news.shop.example,reader")
                .append(at.getEpochSecond())
                .append('@')
                .append(domain)
                .append(
                        isRefused
                                ? ",delayed,4.7.0 (temporary failure),smtp;421-4.7.0 [198.51.100.1] Our system has detected that this message is suspicious due to the very low reputation of the sending IP address. - gsmtp,"
                                : ",relayed,2.0.0 (success),smtp;250 2.0.0 OK,")
                .append(host)
                .append(" (192.0.2.21),")
                .append(isRefused ? "policy-related" : "")
                .append(",198.51.100.")
                .append(source)
                .append(",mta")
                .append(source)
                .append(",news,")
                .append(domain)
                .append("/mta")
                .append(source)
                .append(",promo\n");
    }

    /// What the DNS says of the first source.
    static Resolver dns() throws IOException {
        return ZoneResolver.parse(
                """
                1.100.51.198.in-addr.arpa. IN PTR mta1.shop.example.
                mta1.shop.example. IN A 198.51.100.1
                news.shop.example. IN TXT "v=spf1 ip4:198.51.100.0/24 -all"
                """);
    }
}
