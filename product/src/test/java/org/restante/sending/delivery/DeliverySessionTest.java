package org.restante.sending.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Mailbox;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.protocol.session.Octets;
import org.restante.sending.delivery.DeliverySession.Opening;
import org.restante.sending.delivery.Outcome.Accepted;
import org.restante.sending.delivery.Outcome.Broken;
import org.restante.sending.delivery.Outcome.Refused;
import org.restante.sending.delivery.Outcome.Unfit;
import org.restante.sending.delivery.Peer.Security;
import org.restante.sending.delivery.Peer.Speaks;

final class DeliverySessionTest {
    /// After this a host that does not read is left.
    private static final Duration SOON = Duration.ofMillis(400);

    /// More than any answer takes.
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final DeliverySettings PATIENT = DeliverySettings.alike(LONG);
    private static final String PLAIN =
            """
            S: 220 mx.test
            C: EHLO us.test
            S: 250 mx.test
            """;
    private static final String PIPELINING =
            """
            S: 220 mx.test
            C: EHLO us.test
            S: 250-mx.test
            S: 250 PIPELINING
            """;
    private static final String CHUNKING =
            """
            S: 220 mx.test
            C: EHLO us.test
            S: 250-mx.test
            S: 250-PIPELINING
            S: 250 CHUNKING
            """;

    static Mail mail(String text, String... recipients) {
        return mail(text, false, false, recipients);
    }

    private static Mail mail(
            String text, boolean hasEightBit, boolean isInternational, String... recipients) {
        var all = new ArrayList<Recipient>();
        for (var one : recipients) {
            all.add(Recipient.of(Mailbox.of(one).orElseThrow()));
        }
        var envelope =
                new Envelope(
                        ReversePath.of(Mailbox.of("from@us.test").orElseThrow()),
                        all,
                        hasEightBit,
                        isInternational,
                        Optional.empty(),
                        Optional.empty());
        var octets = text.getBytes(StandardCharsets.UTF_8);
        return new Mail(
                envelope,
                new Mail.Body() {
                    @Override
                    public long octets() {
                        return octets.length;
                    }

                    @Override
                    public void writeTo(Octets sink) throws IOException {
                        sink.write(octets, 0, octets.length);
                    }
                },
                hasEightBit);
    }

    private static List<Outcome> deliver(String script, Mail... mails) throws IOException {
        return deliver(Speaks.SMTP, Security.NONE, script, mails);
    }

    private static List<Outcome> deliver(
            Speaks speaks, Security security, String script, Mail... mails) throws IOException {
        try (var host = new ScriptedHost(script)) {
            var outcomes = new ArrayList<Outcome>();
            switch (open(host, speaks, security)) {
                case Opening.Failed(var outcome, var tls) -> outcomes.add(outcome);
                case Opening.NoHandle(var why) -> throw new IOException(why);
                case Opening.Open(var session) -> {
                    for (var mail : mails) {
                        outcomes.addAll(session.deliver(mail));
                    }
                    session.quit();
                }
            }
            assertThat(host.heard()).isEmpty();
            return outcomes;
        }
    }

    private static Opening open(ScriptedHost host, Speaks speaks, Security security) {
        return DeliverySession.open(
                new Peer("mx.test", host.address(), speaks, security, Optional.empty(), "us.test"),
                PATIENT,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                System::nanoTime,
                new Wiretaps(System::nanoTime).of("s", "site", "source", "host"));
    }

    private static Reply reply(String text) {
        return Reply.read(text);
    }

    @Test
    void aHostThatWillNotBeginAnewGetsNoMoreMail() throws IOException {
        try (var host =
                new ScriptedHost(
                        PIPELINING
                                + """
                                C: MAIL FROM:<from@us.test>
                                C: RCPT TO:<a@shop.test>
                                C: DATA
                                S: 250 ok
                                S: 550 5.1.1 nobody
                                S: 554 no recipients
                                C: RSET
                                S: 502 no such command
                                C: QUIT
                                S: 221 bye
                                """)) {
            var session = ((Opening.Open) open(host, Speaks.SMTP, Security.NONE)).session();
            assertThat(session.deliver(mail("text\r\n", "a@shop.test")))
                    .singleElement()
                    .isInstanceOf(Refused.class);

            assertThat(session.isUsable()).isFalse();
            session.quit();
            assertThat(host.heard()).isEmpty();
        }
    }

    /// Each recipient's event and log line holds the reply.
    @Test
    void ofAReplyWithoutMeasureABoundedPartIsKept() throws IOException {
        var line = "S: 550-" + "x".repeat(3000) + "\n";
        var outcomes =
                deliver(
                        PLAIN
                                + "C: MAIL FROM:<from@us.test>\n"
                                + line.repeat(90)
                                + "S: 550 the end\nC: QUIT\nS: 221 bye\n",
                        mail("text\r\n", "a@shop.test"));

        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(String.join("", refused.reply().lines()))
                                        .hasSizeBetween(3000, 8192));
    }

    /// The transaction such recipients are of is not ours: a dot would end it with a message of nothing.
    @Test
    void whereRecipientsAreTakenOfMailThatIsNotNoEmptyMessageIsSent() throws IOException {
        var outcomes =
                deliver(
                        PIPELINING
                                + """
                                C: MAIL FROM:<from@us.test>
                                C: RCPT TO:<a@shop.test>
                                C: DATA
                                S: 503 5.5.1 nested MAIL command
                                S: 250 ok
                                S: 354 go on
                                """,
                        mail("text\r\n", "a@shop.test"));

        assertThat(outcomes).singleElement().isInstanceOf(Refused.class);
    }

    @Test
    void oneCommandAtATimeWithoutPipelining() throws IOException {
        var script =
                PLAIN
                        + """
                        C: MAIL FROM:<from@us.test>
                        S: 250 ok
                        C: RCPT TO:<a@mx.test>
                        S: 250 ok
                        C: RCPT TO:<b@mx.test>
                        S: 550 5.1.1 no such user
                        C: DATA
                        S: 354 go on
                        C: A: b
                        C:
                        C: ..x
                        C: .
                        S: 250 2.0.0 taken
                        C: QUIT
                        S: 221 bye
                        """;

        assertThat(deliver(script, mail("A: b\r\n\r\n.x\r\n", "a@mx.test", "b@mx.test")))
                .containsExactly(
                        new Accepted(reply("250 2.0.0 taken"), false),
                        new Refused(Stage.RCPT, reply("550 5.1.1 no such user")));
    }

    @Test
    void theEnvelopeAndDataGoTogetherWithPipelining() throws IOException {
        var script =
                PIPELINING
                        + """
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<a@mx.test>
                        C: DATA
                        S: 250 ok
                        S: 250 ok
                        S: 354 go on
                        C: x
                        C: .
                        S: 451 4.7.1 greylisted
                        C: QUIT
                        S: 221 bye
                        """;

        assertThat(deliver(script, mail("x", "a@mx.test")))
                .containsExactly(new Refused(Stage.CONTENT, reply("451 4.7.1 greylisted")));
    }

    @Test
    void aSmallBodyGoesAlongByChunk() throws IOException {
        var script =
                CHUNKING
                        + """
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<a@mx.test>
                        C: BDAT 4 LAST
                        C: .x
                        S: 250 ok
                        S: 250 ok
                        S: 250 2.0.0 taken
                        C: QUIT
                        S: 221 bye
                        """;

        assertThat(deliver(script, mail(".x\r\n", "a@mx.test")))
                .containsExactly(new Accepted(reply("250 2.0.0 taken"), false));
    }

    @Test
    void aRefusedSenderIsRefusedForAllAndTheSessionGoesOn() throws IOException {
        var script =
                CHUNKING
                        + """
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<a@mx.test>
                        C: RCPT TO:<b@mx.test>
                        C: BDAT 2 LAST
                        C:
                        S: 451 4.7.1 not now
                        S: 503 5.5.1 no
                        S: 503 5.5.1 no
                        S: 503 5.5.1 no
                        C: RSET
                        S: 250 ok
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<c@mx.test>
                        C: BDAT 2 LAST
                        C:
                        S: 250 ok
                        S: 250 ok
                        S: 250 ok
                        C: QUIT
                        S: 221 bye
                        """;
        var refused = new Refused(Stage.MAIL, reply("451 4.7.1 not now"));

        assertThat(
                        deliver(
                                script,
                                mail("\r\n", "a@mx.test", "b@mx.test"),
                                mail("\r\n", "c@mx.test")))
                .containsExactly(refused, refused, new Accepted(reply("250 ok"), false));
    }

    @Test
    void aDataThatNobodyShallHaveIsEndedAtOnce() throws IOException {
        var script =
                PIPELINING
                        + """
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<a@mx.test>
                        C: DATA
                        S: 250 ok
                        S: 550 no
                        S: 354 go on
                        C: .
                        S: 554 no valid recipients
                        C: RSET
                        S: 250 ok
                        C: QUIT
                        S: 221 bye
                        """;

        assertThat(deliver(script, mail("x", "a@mx.test")))
                .containsExactly(new Refused(Stage.RCPT, reply("550 no")));
    }

    @Test
    void aServerThatLeavesInTheMiddleIsHeardForAllThatAreLeft() throws IOException {
        var script =
                PIPELINING
                        + """
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<a@mx.test>
                        C: RCPT TO:<b@mx.test>
                        C: RCPT TO:<c@mx.test>
                        S: 250 ok
                        S: 250 ok
                        S: 421 4.7.0 too much
                        --
                        """;
        var refused = new Refused(Stage.RCPT, reply("421 4.7.0 too much"));

        assertThat(deliver(script, mail("x", "a@mx.test", "b@mx.test", "c@mx.test")))
                .containsExactly(refused, refused, refused);
    }

    @Test
    void aConnectionThatIsLostIsATroubleAndNoReply() throws IOException {
        var script =
                PLAIN
                        + """
                        C: MAIL FROM:<from@us.test>
                        S: 250 ok
                        C: RCPT TO:<a@mx.test>
                        --
                        """;

        assertThat(deliver(script, mail("x", "a@mx.test")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Broken.class,
                        broken -> {
                            assertThat(broken.stage()).isEqualTo(Stage.RCPT);
                            assertThat(broken.trouble()).isEqualTo(Trouble.RESET);
                        });
    }

    @Test
    void aGreetingThatRefusesIsAReplyOfThatStage() throws IOException {
        assertThat(deliver("S: 421 4.7.0 RP-001 try later\n--", mail("x", "a@mx.test")))
                .containsExactly(new Refused(Stage.GREETING, reply("421 4.7.0 RP-001 try later")));
        assertThat(deliver("S: 554 no\n--", mail("x", "a@mx.test")))
                .containsExactly(new Refused(Stage.GREETING, reply("554 no")));
    }

    @Test
    void anOldServerIsGreetedInTheOldWay() throws IOException {
        var script =
                """
                S: 220 old
                C: EHLO us.test
                S: 500 what
                C: HELO us.test
                S: 250 hello
                C: MAIL FROM:<from@us.test>
                S: 250 ok
                C: RCPT TO:<a@mx.test>
                S: 250 ok
                C: DATA
                S: 354 ok
                C: x
                C: .
                S: 250 ok
                C: QUIT
                S: 221 bye
                """;

        assertThat(deliver(script, mail("x", "a@mx.test")))
                .containsExactly(new Accepted(reply("250 ok"), false));
    }

    @Test
    void aReplyThatNeverEndsIsAnError() throws IOException {
        assertThat(deliver("S: 220-one\nS: 220-two\nS~ 220-thr", mail("x", "a@mx.test")))
                .singleElement()
                .isInstanceOf(Broken.class);
        assertThat(deliver("S: hello there", mail("x", "a@mx.test")))
                .singleElement()
                .isInstanceOf(Broken.class);
    }

    @Test
    void aReplyOfTenMegabytesIsAnErrorHoweverItIsMade() throws IOException {
        for (var reply :
                List.of(
                        "220-" + "x".repeat(10 << 20),
                        ("220-" + "x".repeat(2000) + "\\r\\n").repeat(5000))) {
            try (var host = new ScriptedHost("S~ " + reply)) {
                assertThat(open(host, Speaks.SMTP, Security.NONE))
                        .isInstanceOfSatisfying(
                                Opening.Failed.class,
                                failed ->
                                        assertThat(failed.outcome())
                                                .isInstanceOfSatisfying(
                                                        Broken.class,
                                                        broken ->
                                                                assertThat(broken.text())
                                                                        .hasSizeLessThan(1000)));
            }
        }
    }

    @Test
    void whatIsSlippedInBeforeTheHandshakeEndsTheSession() throws IOException {
        var script =
                """
                S: 220 mx.test
                C: EHLO us.test
                S: 250-mx.test
                S: 250 STARTTLS
                C: STARTTLS
                S~ 220 go on\\r\\n250 slipped in by somebody between\\r\\n
                --
                """;

        assertThat(deliver(Speaks.SMTP, Security.REQUIRED, script, mail("x", "a@mx.test")))
                .singleElement()
                .isInstanceOf(Broken.class);
    }

    @Test
    void lineFeedsAloneEndReplies() throws IOException {
        assertThat(deliver("S~ 554-no\\n554 mail\\n\n--", mail("x", "a@mx.test")))
                .containsExactly(new Refused(Stage.GREETING, reply("554-no\n554 mail")));
    }

    /// As Exim and PowerMTA send it: hosts that do not say 8BITMIME take it, and nobody's newsletter is bounced for an old gateway.
    @Test
    void eightBitsGoAsTheyAreToAHostThatDoesNotSayItTakesThem() throws IOException {
        var script =
                PLAIN
                        + """
                        C: MAIL FROM:<from@us.test>
                        S: 250 ok
                        C: RCPT TO:<a@mx.test>
                        S: 250 ok
                        C: DATA
                        S: 354 go on
                        C: Ã©
                        C: .
                        S: 250 2.0.0 taken
                        C: QUIT
                        S: 221 bye
                        """;

        assertThat(deliver(script, mail("é\r\n", true, false, "a@mx.test")))
                .containsExactly(new Accepted(reply("250 2.0.0 taken"), false));
    }

    @Test
    void whatTheHostCannotCarryIsNotGivenToIt() throws IOException {
        var script = PLAIN + "C: QUIT\nS: 221 bye\n";

        assertThat(deliver(script, mail("x", false, true, "a@mx.test")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Unfit.class, unfit -> assertThat(unfit.status()).isEqualTo("5.6.7"));
    }

    private static Mail mailWithOriginals(boolean isInternational, String... originals) {
        var plain = mail("x", false, isInternational, "a@mx.test");
        var to = plain.envelope().recipients().getFirst().mailbox();
        var recipients =
                Arrays.stream(originals)
                        .map(one ->
                                new Recipient(to, Set.of(Notify.FAILURE), true, Optional.of(one)))
                        .toList();
        var envelope =
                new Envelope(
                        plain.envelope().reversePath(),
                        recipients,
                        false,
                        isInternational,
                        Optional.of(Envelope.Returned.FULL),
                        Optional.of("a+b c"));
        return new Mail(envelope, plain.body(), false);
    }

    private static final String[] ORIGINALS = {
        "rfc822;\"a b\"+c=@o.test", "utf-8;ö+1@o.test", "UTF-8;\"ö \\\\\"@o.test", "utf-8;\\x{41}+@"
    };

    @Test
    void anOriginalRecipientBeyondAsciiIsWrittenInAsciiWithoutSmtputf8() throws IOException {
        var script =
                """
                S: 220 mx.test
                C: EHLO us.test
                S: 250-mx.test
                S: 250-SMTPUTF8
                S: 250-PIPELINING
                S: 250 DSN
                C: MAIL FROM:<from@us.test> RET=FULL ENVID=a+2Bb+20c
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=rfc822;"a+20b"+2Bc+3D@o.test
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=utf-8;\\x{F6}\\x{2B}1@o.test
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=UTF-8;"\\x{F6}\\x{20}\\x{5C}\\x{5C}"@o.test
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=utf-8;\\x{41}+2B@
                C: DATA
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 503 5.5.1 no
                C: RSET
                S: 250 ok
                C: QUIT
                S: 221 bye
                """;

        assertThat(deliver(script, mailWithOriginals(false, ORIGINALS))).hasSize(4);
    }

    @Test
    void anOriginalRecipientBeyondAsciiStandsAsItIsWithSmtputf8() throws IOException {
        var script =
                """
                S: 220 mx.test
                C: EHLO us.test
                S: 250-mx.test
                S: 250-SMTPUTF8
                S: 250-PIPELINING
                S: 250 DSN
                C: MAIL FROM:<from@us.test> SMTPUTF8 RET=FULL ENVID=a+2Bb+20c
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=rfc822;"a+20b"+2Bc+3D@o.test
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=utf-8;ö\\x{2B}1@o.test
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=UTF-8;"ö\\x{20}\\x{5C}\\x{5C}"@o.test
                C: RCPT TO:<a@mx.test> NOTIFY=FAILURE ORCPT=utf-8;\\x{41}+2B@
                C: DATA
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 550 5.1.1 no
                S: 503 5.5.1 no
                C: RSET
                S: 250 ok
                C: QUIT
                S: 221 bye
                """;

        // The host hears octets.
        var octets = script.replace("ö", "Ã¶");
        assertThat(deliver(octets, mailWithOriginals(true, ORIGINALS))).hasSize(4);
    }

    /// In eight bits, with another in seven.
    private static Mail mailWithAnother(Optional<IOException> trouble) {
        var plain = mail("é", true, false, "a@mx.test");
        var body =
                new Mail.Body() {
                    @Override
                    public long octets() {
                        return plain.body().octets();
                    }

                    @Override
                    public void writeTo(Octets sink) throws IOException {
                        plain.body().writeTo(sink);
                    }

                    @Override
                    public Optional<Mail.Body> sevenBit() throws IOException {
                        if (trouble.isPresent()) {
                            throw trouble.get();
                        }
                        return Optional.of(mail("e", "a@mx.test").body());
                    }
                };
        return new Mail(plain.envelope(), body, true);
    }

    @Test
    void aHostOfSevenBitsGetsWhatCanBeHadForIt() throws IOException {
        var script =
                """
                S: 220 mx.test
                C: EHLO us.test
                S: 250-mx.test
                S: 250-PIPELINING
                S: 250 SIZE 1
                C: MAIL FROM:<from@us.test> SIZE=1
                C: RCPT TO:<a@mx.test>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 ok
                C: e
                C: .
                S: 250 ok
                C: QUIT
                S: 221 bye
                """;

        assertThat(deliver(script, mailWithAnother(Optional.empty())))
                .containsExactly(new Accepted(reply("250 ok"), false));
    }

    @Test
    void whatCannotBeReadForItIsNotSent() throws IOException {
        assertThat(
                        deliver(
                                PLAIN + "C: QUIT\nS: 221 bye\n",
                                mailWithAnother(
                                        Optional.of(new Mail.Damaged(new IOException("flipped"))))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Unfit.class, unfit -> assertThat(unfit.status()).isEqualTo("5.3.0"));
        try (var host = new ScriptedHost(PLAIN)) {
            var session = ((Opening.Open) open(host, Speaks.SMTP, Security.NONE)).session();
            var mail = mailWithAnother(Optional.of(new IOException("disk")));
            assertThatThrownBy(() -> session.deliver(mail)).hasMessage("disk");
            assertThat(session.isUsable()).isFalse();
        }
    }

    @Test
    void lmtpAnswersForEachRecipient() throws IOException {
        var script =
                """
                S: 220 store
                C: LHLO us.test
                S: 250-store
                S: 250 PIPELINING
                C: MAIL FROM:<from@us.test>
                C: RCPT TO:<a@mx.test>
                C: RCPT TO:<b@mx.test>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 250 ok
                S: 354 ok
                C: x
                C: .
                S: 250 one
                S: 452 4.2.2 full
                C: QUIT
                S: 221 bye
                """;

        assertThat(deliver(Speaks.LMTP, Security.NONE, script, mail("x", "a@mx.test", "b@mx.test")))
                .containsExactly(
                        new Accepted(reply("250 one"), false),
                        new Refused(Stage.CONTENT, reply("452 4.2.2 full")));
    }

    @Test
    void requiredTlsThatIsNotOfferedIsNotGoneWithout() throws IOException {
        assertThat(deliver(Speaks.SMTP, Security.REQUIRED, PLAIN, mail("x", "a@mx.test")))
                .singleElement()
                .isEqualTo(
                        new Outcome.Broken(
                                Stage.STARTTLS,
                                Trouble.TLS,
                                "mx.test does not offer TLS; mail may not go without"));
    }

    /// RFC 5321 §4.5.3.1.10: what found no room goes in a transaction of its own, on the same connection.
    @Test
    void tooManyRecipientsGoInSeveralTransactions() throws IOException {
        var script =
                PIPELINING
                        + """
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<a@mx.test>
                        C: RCPT TO:<b@mx.test>
                        C: RCPT TO:<c@mx.test>
                        C: RCPT TO:<d@mx.test>
                        C: DATA
                        S: 250 ok
                        S: 250 ok
                        S: 550 5.1.1 no such user
                        S: 452 4.5.3 too many recipients
                        S: 452 too many
                        S: 354 go on
                        C: x
                        C: .
                        S: 250 taken
                        C: MAIL FROM:<from@us.test>
                        C: RCPT TO:<c@mx.test>
                        C: RCPT TO:<d@mx.test>
                        C: DATA
                        S: 250 ok
                        S: 250 ok
                        S: 452 4.2.2 mailbox full
                        S: 354 go on
                        C: x
                        C: .
                        S: 250 taken too
                        C: QUIT
                        S: 221 bye
                        """;

        assertThat(
                        deliver(
                                script,
                                mail("x\r\n", "a@mx.test", "b@mx.test", "c@mx.test", "d@mx.test")))
                .containsExactly(
                        new Accepted(reply("250 taken"), false),
                        new Refused(Stage.RCPT, reply("550 5.1.1 no such user")),
                        new Accepted(reply("250 taken too"), false),
                        new Refused(Stage.RCPT, reply("452 4.2.2 mailbox full")));
    }

    @Test
    void aHostThatHasRoomForNobodyIsAskedOnce() throws IOException {
        var script =
                PLAIN
                        + """
                        C: MAIL FROM:<from@us.test>
                        S: 250 ok
                        C: RCPT TO:<a@mx.test>
                        S: 452 4.5.3 too many recipients
                        C: RSET
                        S: 250 ok
                        C: QUIT
                        S: 221 bye
                        """;

        assertThat(deliver(script, mail("x", "a@mx.test")))
                .containsExactly(new Refused(Stage.RCPT, reply("452 4.5.3 too many recipients")));
    }

    @Test
    void aHostThatDoesNotReadOnIsLeft() throws Exception {
        assertIsLeft(SOON, SOON);
    }

    @Test
    void aHostThatDoesNotReadAPieceIsLeftHoweverLongTheWholeMayTake() throws Exception {
        assertIsLeft(SOON, DeliverySettings.defaults().send());
    }

    /// @param block for the host to take one piece
    /// @param send for the whole
    private static void assertIsLeft(Duration block, Duration send) throws Exception {
        var usual = DeliverySettings.defaults();
        assertIsLeft(
                new DeliverySettings(
                        usual.connect(),
                        usual.greeting(),
                        usual.ehlo(),
                        usual.startTls(),
                        usual.mail(),
                        usual.rcpt(),
                        usual.data(),
                        block,
                        send,
                        usual.content(),
                        SOON));
    }

    private static void assertIsLeft(DeliverySettings settings) throws Exception {
        try (var deaf = new DeafHost()) {
            var opening =
                    DeliverySession.open(
                            new Peer(
                                    "mx.test",
                                    deaf.address(),
                                    Speaks.SMTP,
                                    Security.NONE,
                                    Optional.empty(),
                                    "us.test"),
                            settings,
                            (SSLSocketFactory) SSLSocketFactory.getDefault(),
                            System::nanoTime,
                            new Wiretaps(System::nanoTime).of("s", "site", "source", "host"));
            var session = ((Opening.Open) opening).session();

            var outcomes = session.deliver(mail("x".repeat(40_000_000), "a@mx.test"));

            assertThat(outcomes)
                    .containsExactly(
                            new Outcome.Broken(
                                    Stage.CONTENT, Trouble.TIMEOUT, "the host did not read on"));
            assertThat(session.isUsable()).isFalse();
        }
    }
}
