package org.restante.app.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restante.sending.queue.QueueSettings;
import org.restante.sending.queue.RetrySettings;
import org.restante.sending.queue.ReturnPaths;
import org.restante.sending.queue.ReturnPaths.ReturnPath;

/// `[queue]`: how long mail is tried, and where it goes by itself.
public record QueueSection(
        @Key(
                        value = "the pool of mail that names none",
                        usual = "default",
                        why = "the pool there is when none is written")
                String pool,
        @Key(
                        value = "lifetime of submitted mail",
                        usual = "72h",
                        why = "what has not come within three days is news no more",
                        min = "5m",
                        max = "30d",
                        restart = true)
                Duration bulk,
        @Key(
                        value = "lifetime of relayed person-to-person mail",
                        usual = "120h",
                        why = "RFC 5321 §4.5.4.1: at least four to five days",
                        min = "5m",
                        max = "30d",
                        restart = true)
                Duration relayed,
        @Key(
                        value = "lifetime of transactional mail",
                        usual = "24h",
                        why = "a password or a receipt that comes days late is of no use",
                        min = "1m",
                        max = "30d",
                        restart = true)
                Duration transactional,
        @Key(
                        value =
                                "after which a sender who asked for it (NOTIFY=DELAY) is told of the delay",
                        usual = "4h",
                        why =
                                "RFC 5321's sendmail practice; earlier, greylisting alone would be told of",
                        min = "1m",
                        max = "30d",
                        restart = true)
                Duration delayNotice,
        @Key(
                        "When mail is tried again, for a provider, a cause or both; the first that fits counts.")
                List<RetrySection> retry,
        @Key(
                        value =
                                "Where receivers return a stream's mail to, in place of its reverse-path; `TENANT/STREAM` for one tenant's, `\"*\"` for all others.",
                        example = "news")
                Map<String, ReturnPathSection> returnPath) {
    private static final String ALL_OTHERS = "*";

    public QueueSettings settings() {
        return new QueueSettings(bulk, relayed, transactional, delayNotice)
                .with(
                        RetrySettings.defaults()
                                .with(retry.stream().map(RetrySection::settings).toList()))
                .with(returnPaths());
    }

    private ReturnPaths returnPaths() {
        Map<String, ReturnPath> byStream = new LinkedHashMap<>();
        returnPath.forEach((stream, section) -> byStream.put(stream, section.settings()));
        var usual = Optional.ofNullable(byStream.remove(ALL_OTHERS));
        return new ReturnPaths(usual, byStream);
    }
}
