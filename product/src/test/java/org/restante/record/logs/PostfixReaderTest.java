package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.record.logs.LineReader.Reading;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;

final class PostfixReaderTest {
    private static final Instant NEWEST = Instant.parse("2026-11-20T12:00:00Z");
    private static final String HEAD = "Nov 20 09:00:01 out1 postfix/smtp[2]: ";

    private final List<String> rows = new ArrayList<>();

    private record Told(
            Kind kind, String recipient, String mx, String text, Stage stage, Trouble trouble) {}

    private final PostfixReader reader =
            new PostfixReader(new LogContext(ZoneOffset.UTC, NEWEST, new byte[0]));

    private Reading read(String line, RowSink sink) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length, sink);
    }

    private Told told(String line) {
        var told = new ArrayList<Told>();
        read(
                line,
                row ->
                        told.add(
                                new Told(
                                        row.kind,
                                        row.text(Field.RECIPIENT),
                                        row.text(Field.MX_HOST),
                                        row.text(Field.TEXT),
                                        row.stage,
                                        row.trouble)));
        return told.getFirst();
    }

    private Told deferred(String text) {
        return told(
                HEAD
                        + "4F1A2B3C4D: to=<u@b.test>, relay=none, delay=1.5, delays=0/0/1/0, dsn=4.0.0, status=deferred ("
                        + text
                        + ")");
    }

    @Test
    void theReplyToACommandKeepsItsStageAndLosesPostfixsWords() {
        assertThat(
                        deferred(
                                "host mx.b.test[192.0.2.1] said: 450 4.7.1 <u@b.test>: Greylisted (in reply to RCPT TO command)"))
                .isEqualTo(
                        new Told(
                                Kind.DEFERRED,
                                "u@b.test",
                                "mx.b.test",
                                "450 4.7.1 <u@b.test>: Greylisted",
                                Stage.RCPT,
                                null));
    }

    @Test
    void refusedToTalkIsAReplyAtTheGreetingAndConnectionRefusedIsNone() {
        assertThat(
                        deferred(
                                "host mx.b.test[192.0.2.1] refused to talk to me: 421 4.7.0 Not allowed"))
                .isEqualTo(
                        new Told(
                                Kind.DEFERRED,
                                "u@b.test",
                                "mx.b.test",
                                "421 4.7.0 Not allowed",
                                Stage.GREETING,
                                null));
        assertThat(deferred("connect to mx.b.test[192.0.2.1]:25: Connection refused"))
                .isEqualTo(
                        new Told(
                                Kind.DEFERRED,
                                "u@b.test",
                                "mx.b.test",
                                "Connection refused",
                                Stage.CONNECT,
                                Trouble.REFUSED));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    connect to mx.b.test[2001:db8::1]:25: Connection timed out                               | CONNECT  | TIMEOUT
                    connect to mx.b.test[192.0.2.1]:25: No route to host                                     | CONNECT  | REFUSED
                    lost connection with mx.b.test[192.0.2.1] while receiving the initial server greeting    | GREETING | RESET
                    lost connection with mx.b.test[192.0.2.1] while performing the EHLO handshake            | EHLO     | RESET
                    lost connection with mx.b.test[192.0.2.1] while sending MAIL FROM                        | MAIL     | RESET
                    lost connection with mx.b.test[192.0.2.1] while sending RCPT TO                          | RCPT     | RESET
                    lost connection with mx.b.test[192.0.2.1] while sending end of data -- message may be sent more than once | CONTENT | RESET
                    lost connection with mx.b.test[192.0.2.1] while sending message body                     | CONTENT  | RESET
                    conversation with mx.b.test[192.0.2.1] timed out while sending RCPT TO                   | RCPT     | TIMEOUT
                    conversation with mx.b.test[192.0.2.1] timed out while receiving the initial server greeting | GREETING | TIMEOUT
                    Host or domain name not found. Name service error for name=b.test type=MX: Host not found, try again | | DNS
                    Cannot start TLS: handshake failure                                                      | STARTTLS | TLS
                    Server certificate not verified                                                          | STARTTLS | TLS
                    TLS is required, but was not offered by host mx.b.test[192.0.2.1]                        | STARTTLS | TLS
                    host mx.b.test[192.0.2.1] said: 421 4.7.28 slow (in reply to end of DATA command)        | CONTENT  |
                    host mx.b.test[192.0.2.1] said: 451 4.3.0 x (in reply to DATA command)                   | DATA     |
                    host mx.b.test[192.0.2.1] said: 421 x (in reply to MAIL FROM command)                    | MAIL     |
                    host mx.b.test[192.0.2.1] said: 421 x (in reply to EHLO command)                         | EHLO     |
                    SASL authentication failed; server mx.b.test[192.0.2.1] said: 535 5.7.8 no               | AUTH     |
                    mail for b.test loops back to myself                                                     |          |
                    """)
    void everyWayPostfixTellsOfAFailureHasItsStageAndTrouble(
            String text, Stage stage, Trouble trouble) {
        var told = deferred(text);
        assertThat(told.stage()).isEqualTo(stage);
        assertThat(told.trouble()).isEqualTo(trouble);
        assertThat(told.kind()).isEqualTo(Kind.DEFERRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Nov 20 09:00:01 out1 postfix/smtp[2]: 4F1A2B3C4D: to=<u@b.test>, relay=mx[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)
                    Nov  2 09:00:01 out1 postfix/smtp[2]: 4F1A2B3C4D: to=<u@b.test>, relay=mx[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)
                    2026-11-20T09:00:01.123456+01:00 out1 postfix/smtp[2]: 3ZJWgH4Qbdz2Tk5: to=<u@b.test>, relay=mx[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)
                    <22>Nov 20 09:00:01 out1 postfix-out/smtp[2]: 4F1A2B3C4D: to=<u@b.test>, orig_to=<x@b.test>, relay=mx[192.0.2.1]:25, conn_use=3, delay=1, delays=1/1/1/1, dsn=2.0.0, status=sent (250 ok)
                    Nov 20 09:00:01 out1 postfix/polite/smtp[2]: 4F1A2B3C4D: to=<u@b.test>, relay=mx[192.0.2.1]:25, delay=1, tls=TLSv1.3, dsn=2.0.0, status=sent (250 ok)
                    Nov 20 09:00:01 out1 postfix/lmtp[2]: 4F1A2B3C4D: to=<u@b.test>, relay=mx[192.0.2.1]:24, delay=1, dsn=2.0.0, status=sent (250 ok)
                    """)
    void everyHeadIsRead(String line) {
        assertThat(told(line))
                .isEqualTo(new Told(Kind.DELIVERED, "u@b.test", "mx", "250 ok", null, null));
    }

    @Test
    void linesOfOneSecondAreReadAlikeByTheShortWay() {
        var line =
                HEAD
                        + "4F1A2B3C4D: to=<u@b.test>, relay=mx[192.0.2.1]:25, delay=0.25, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)";
        for (int i = 0; i < 2; i++) {
            read(
                    line,
                    row ->
                            rows.add(
                                    row.time
                                            + " "
                                            + row.text(Field.LOG_HOST)
                                            + " "
                                            + row.text(Field.QUEUE_ID)
                                            + " "
                                            + row.text(Field.INSTANCE)
                                            + " "
                                            + row.delay));
        }
        assertThat(rows)
                .hasSize(2)
                .containsOnly(
                        Instant.parse("2026-11-20T09:00:01Z").toEpochMilli()
                                + " out1 4F1A2B3C4D postfix 250");
    }

    @Test
    void aLineThatShouldTellADeliveryButCannotBeReadIsCounted() {
        assertThat(
                        read(
                                HEAD
                                        + "4F1A2B3C4D: to=<u@b.test>, relay=mx[192.0.2.1]:25, delay=1, sta",
                                row -> {}))
                .isEqualTo(Reading.UNPARSED);
        assertThat(
                        read(
                                HEAD + "warning: no MX host for b.test has a valid address record",
                                row -> {}))
                .isEqualTo(Reading.PASSED);
        assertThat(read("Nov 20 09:00:01 out1 sshd[2]: Accepted publickey for root", row -> {}))
                .isEqualTo(Reading.PASSED);
        assertThat(read("\u0000\u0001 nonsense", row -> {})).isEqualTo(Reading.PASSED);
    }
}
