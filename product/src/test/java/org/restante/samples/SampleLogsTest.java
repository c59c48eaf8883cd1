package org.restante.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.restante.record.logs.EximReader;
import org.restante.record.logs.KumoMtaReader;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogContext;
import org.restante.record.logs.LogRow;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;
import org.restante.record.logs.PostfixReader;
import org.restante.record.logs.PowerMtaReader;
import org.restante.testing.Corpora;

final class SampleLogsTest {
    private static final int LARGEST = 900_000;

    private static final Map<String, String> LOGS = SampleLogs.all();

    private static String text(String name) {
        return LOGS.getOrDefault(name, "");
    }

    private static Path folder() {
        return Corpora.root().resolve("samples");
    }

    @Test
    void theCommittedFilesAreWhatTheGeneratorMakes() throws IOException {
        for (var log : LOGS.entrySet()) {
            var committed = Files.readString(folder().resolve(log.getKey()));
            assertThat(committed.equals(log.getValue()))
                    .as(log.getKey() + " is as made (write it with SampleLogs.main)")
                    .isTrue();
            assertThat(log.getValue().length()).isBetween(200_000, LARGEST);
        }
    }

    @Test
    void nobodyRealIsNamed() {
        for (var log : LOGS.values()) {
            var addresses =
                    java.util.regex.Pattern.compile(
                                    "\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b")
                            .matcher(log)
                            .results()
                            .map(java.util.regex.MatchResult::group)
                            .distinct()
                            .toList();
            assertThat(addresses)
                    .allMatch(address ->
                            address.startsWith("192.0.2.")
                                    || address.startsWith("198.51.100.")
                                    || address.startsWith("203.0.113.")
                                    || address.equals("10.0.0.11")
                                    || address.equals("4.16.55.1"));
        }
    }

    /// How many rows of each kind `which` holds for.
    private static Map<Kind, Integer> count(String name, Predicate<LogRow> which) {
        var counts = new HashMap<Kind, Integer>();
        var head = text(name).substring(0, 1000).getBytes(StandardCharsets.UTF_8);
        var context = new LogContext(ZoneOffset.UTC, Instant.parse("2026-11-20T00:00:00Z"), head);
        var reader = reader(name, context);
        text(name)
                .lines()
                .forEach(line -> {
                    var bytes = line.getBytes(StandardCharsets.UTF_8);
                    var reading =
                            reader.read(
                                    bytes,
                                    0,
                                    bytes.length,
                                    row -> {
                                        if (which.test(row)) {
                                            counts.merge(row.kind, 1, Integer::sum);
                                        }
                                    });
                    assertThat(reading).as(line).isNotEqualTo(LineReader.Reading.UNPARSED);
                });
        return counts;
    }

    private static LineReader reader(String name, LogContext context) {
        return switch (name) {
            case "postfix.log" -> new PostfixReader(context);
            case "powermta.csv" -> new PowerMtaReader(context);
            case "kumomta.jsonl" -> new KumoMtaReader(context);
            case "exim.log" -> new EximReader(context);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static boolean has(LogRow row, Field field, String words) {
        var text = row.text(field);
        return text != null && text.contains(words);
    }

    private static boolean between(LogRow row, String from, String to) {
        var time = Instant.ofEpochMilli(row.time);
        return !time.isBefore(Instant.parse("2026-11-19T" + from + ":00Z"))
                && time.isBefore(Instant.parse("2026-11-19T" + to + ":00Z"));
    }

    private static double share(Map<Kind, Integer> counts, Kind kind) {
        int attempts =
                counts.getOrDefault(Kind.DELIVERED, 0)
                        + counts.getOrDefault(Kind.DEFERRED, 0)
                        + counts.getOrDefault(Kind.BOUNCED, 0);
        return (double) counts.getOrDefault(kind, 0) / attempts;
    }

    @Test
    void yahooDefersFromTwentyPastNineToOneInThePostfixLog() {
        Predicate<LogRow> yahoo =
                row ->
                        has(row, Field.RECIPIENT, "@yahoo.com")
                                || has(row, Field.RECIPIENT, "@aol.com");
        var during = count("postfix.log", row -> yahoo.test(row) && between(row, "09:20", "13:00"));
        assertThat(share(during, Kind.DEFERRED)).isBetween(0.5, 0.75);
        assertThat(during.get(Kind.DEFERRED)).isGreaterThan(150);
        assertThat(during.get(Kind.SUSPENDED)).isPositive();
        assertThat(count("postfix.log", row -> yahoo.test(row) && between(row, "13:02", "23:59")))
                .doesNotContainKey(Kind.DEFERRED);
        assertThat(
                        count(
                                "postfix.log",
                                row ->
                                        has(row, Field.TEXT, "TSS04")
                                                && !between(row, "09:20", "13:01")))
                .isEmpty();
        var gmail =
                count(
                        "postfix.log",
                        row ->
                                has(row, Field.RECIPIENT, "@gmail.com")
                                        && between(row, "09:20", "13:00"));
        assertThat(share(gmail, Kind.DEFERRED)).isLessThan(0.1);
        var badHost =
                count(
                        "postfix.log",
                        row ->
                                has(row, Field.MX_HOST, "mx2.mailguard.example")
                                        && between(row, "06:30", "16:00"));
        assertThat(share(badHost, Kind.DEFERRED)).isGreaterThan(0.7);
        assertThat(count("postfix.log", row -> has(row, Field.STATUS, "5.1.1")).get(Kind.BOUNCED))
                .isBetween(5, 40);
    }

    @Test
    void oneSourceIsBlockedByMicrosoftInThePowerMtaLog() {
        for (var source :
                List.of("198.51.100.5", "198.51.100.6", "198.51.100.7", "198.51.100.20")) {
            var counts =
                    count(
                            "powermta.csv",
                            row ->
                                    source.equals(row.text(Field.SOURCE_IP))
                                            && has(row, Field.MX_HOST, ".protection.outlook.com")
                                            && !has(row, Field.TEXT, "mailbox unavailable")
                                            && between(row, "09:10", "11:30"));
            if (source.equals("198.51.100.7")) {
                assertThat(share(counts, Kind.DELIVERED)).isLessThan(0.15);
                assertThat(counts.get(Kind.BOUNCED)).isGreaterThan(10);
                assertThat(counts.get(Kind.DEFERRED)).isGreaterThan(10);
            } else {
                assertThat(counts).containsOnlyKeys(Kind.DELIVERED);
            }
        }
        var promo =
                count(
                        "powermta.csv",
                        row ->
                                has(row, Field.CAMPAIGN, "promo-1119")
                                        && !has(row, Field.TEXT, "S3150"));
        assertThat(share(promo, Kind.BOUNCED)).isBetween(0.15, 0.3);
    }

    @Test
    void gmailLimitsOneStreamAndOneSiteBreaksTlsInTheKumoMtaLog() {
        for (var campaign : List.of("digest", "orders", "letters")) {
            var counts =
                    count(
                            "kumomta.jsonl",
                            row ->
                                    campaign.equals(row.text(Field.CAMPAIGN))
                                            && has(row, Field.RECIPIENT, "@gmail.com")
                                            && between(row, "08:40", "10:15"));
            double deferred = share(counts, Kind.DEFERRED);
            assertThat(deferred)
                    .isBetween(
                            campaign.equals("digest") ? 0.5 : 0,
                            campaign.equals("digest") ? 0.9 : 0.05);
        }
        var tls =
                count(
                        "kumomta.jsonl",
                        row ->
                                has(row, Field.RECIPIENT, "@lakeside.example")
                                        && between(row, "09:05", "10:15"));
        assertThat(tls).containsOnlyKeys(Kind.DEFERRED);
        assertThat(tls.get(Kind.DEFERRED)).isGreaterThan(10);
    }

    @Test
    void oneReceiverRefusesAndOneHasALimitInTheEximLog() {
        var refused =
                count(
                        "exim.log",
                        row ->
                                has(row, Field.RECIPIENT, "@contoso.example")
                                        && between(row, "09:40", "12:00"));
        assertThat(refused).containsOnlyKeys(Kind.DEFERRED, Kind.SUSPENDED);
        assertThat(refused.get(Kind.DEFERRED)).isGreaterThan(20);
        var crowded =
                count(
                        "exim.log",
                        row ->
                                has(row, Field.TEXT, "too many connections")
                                        && !between(row, "10:30", "11:11"));
        assertThat(crowded).isEmpty();
    }
}
