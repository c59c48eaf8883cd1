package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;

final class EventsTest {
    private static final UUID ID = UUID.fromString("0190c0de-0000-8000-8000-000000000001");
    private static final Verdict VERDICT =
            new Verdict(
                    421,
                    "4.7.0",
                    "gmail",
                    Cause.REPUTATION,
                    Scope.SOURCE,
                    Permanence.TEMPORARY,
                    Permanence.TEMPORARY,
                    null,
                    null,
                    List.of(NextStep.SLOW),
                    "gmail/low",
                    "x");

    @Test
    void aDeferralOfALogIsAnEventWithItsVerdict() {
        assertThat(
                        EventJson.write(
                                one(
                                        LogFormat.EXIM,
                                        "2026-11-19 16:20:23 16aiQz-0002Q5-00 == Bob@X.test R=d T=s defer (-44) H=mx.x.test [203.0.113.9]:"
                                                + " SMTP error from remote mail server after RCPT TO:<Bob@X.test>: 421-4.7.0 a\\n421 4.7.0 b",
                                        VERDICT)))
                .isEqualTo(
                        "{\"v\":1,\"id\":\"0190c0de-0000-8000-8000-000000000001\",\"time\":\"2026-11-19T16:20:23.000Z\","
                                + "\"type\":\"deferred\",\"origin\":\"exim\",\"queue_id\":\"16aiQz-0002Q5-00\",\"recipient\":\"Bob@X.test\","
                                + "\"recipient_domain\":\"x.test\",\"provider\":\"gmail\",\"mx_host\":\"mx.x.test\",\"mx_ip\":\"203.0.113.9\","
                                + "\"stage\":\"rcpt\",\"code\":421,\"status\":\"4.7.0\",\"text\":\"421-4.7.0 a\\n421 4.7.0 b\","
                                + "\"cause\":\"reputation\",\"scope\":\"source\",\"permanence\":\"temporary\",\"rule\":\"gmail/low\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 == b@x.test R=d T=s defer (-53): retry time not reached for any host | held",
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 == b@x.test R=d T=s defer (111): Connection refused | deferred",
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 => b@x.test R=d T=s H=mx.x.test [203.0.113.9] QT=3s C=\"250 ok\" | delivered",
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 ** b@x.test: Unrouteable address | bounced",
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 ** b@x.test: retry timeout exceeded | expired",
                "2026-11-19 16:20:23 16aiQz-0002Q5-00 <= b@x.test U=a P=local S=12 id=1@x | received",
            })
    void whatIsReadComesBackThroughTheEventsJson(String line, String type) {
        var event = one(LogFormat.EXIM, line, null);
        assertThat(event.type().word()).isEqualTo(type);
        var json = EventJson.write(event);
        assertThat(one(LogFormat.RESTANTE, json, null).type()).isEqualTo(event.type());
        assertThat(one(LogFormat.RESTANTE, json, null).attempt()).isEqualTo(event.attempt());
    }

    @Test
    void whatIsNoEventGivesNone() {
        assertThat(events(LogFormat.EXIM, "2026-11-19 16:20:23 16aiQz-0002Q5-00 Completed", null))
                .isEmpty();
        assertThat(events(LogFormat.EXIM, "16aiQz-0002Q5-00 => b@x.test R=d T=s", null)).isEmpty();
    }

    private static Event one(LogFormat format, String line, Verdict verdict) {
        var events = events(format, line, verdict);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static List<Event> events(LogFormat format, String line, Verdict verdict) {
        var events = new ArrayList<Event>();
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        format.reader(LogCases.context(""))
                .read(
                        bytes,
                        0,
                        bytes.length,
                        row ->
                                Events.of(
                                                row,
                                                ID,
                                                format.word(),
                                                verdict,
                                                verdict == null ? null : verdict.provider())
                                        .ifPresent(events::add));
        return events;
    }
}
