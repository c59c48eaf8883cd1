package org.restante.mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// However a log, a session or a bounce spells a reply, it is read into the same value.
final class ReplySpellingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 User unknown",
                "550-5.1.1 User\r\n550 5.1.1 unknown",
                "550-5.1.1 User 550 5.1.1 unknown",
                "smtp; 550 5.1.1 User unknown",
                "SMTP;550 5.1.1 User unknown",
                "x-postfix; 550 5.1.1 User unknown",
                "550 #5.1.1 User unknown",
                "550#5.1.1 User unknown",
                "<550 5.1.1 User unknown",
                "\"550 5.1.1 User unknown",
                "host mx.example.com[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
                "<u@example.com>: host mx.example.com[192.0.2.1] said: 550-5.1.1 User 550 5.1.1 unknown (in reply to RCPT TO command)",
                "SMTP error from remote mail server after RCPT TO:<u@example.com>: host mx.example.com [192.0.2.1]: 550 5.1.1 User unknown",
                "host mx.example.com refused to talk to me: 550 5.1.1 User unknown",
                "Remote host said: 550 5.1.1 User unknown",
                "Remote Server returned '550 5.1.1 User unknown",
                ">>> RCPT To:<u@example.com>\n<<< 550 5.1.1 User unknown",
                "550 5.1.1: User unknown",
                "550 User unknown (#5.1.1)",
                "550 User unknown [#5.1.1]",
                "smtp;550 User unknown (5.1.1)",
                "[192.0.2.1]:25: 550 5.1.1 User unknown"
            })
    void theCodesAreFoundInEverySpelling(String spelled) {
        var reply = Reply.read(spelled);

        assertThat(reply.code()).hasValue(550);
        assertThat(reply.status()).contains(new EnhancedStatusCode(5, 1, 1));
        assertThat(
                        reply.text()
                                .replace(" (#5.1.1)", "")
                                .replace(" [#5.1.1]", "")
                                .replace(" (5.1.1)", ""))
                .contains("User unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text550 5.1.1 more | 550 | 5.1.1",
                "421 mx.example.com closing | 421 | ",
                "421 | 421 | ",
                "554-IP=192.0.2.1 is blocked | 554 | ",
                "5.1.0 Address rejected | 0 | 5.1.0",
                "Connection timed out | 0 | ",
                "see port 587 for help | 0 | ",
                "try again in 450 seconds | 0 | ",
                "192.0.2.45 450 | 0 | ",
                "<421 4.4.2 Connection timed out> | 421 | 4.4.2",
                "451 4.16.1 odd | 451 | 4.16.1",
                "421 [IPTS04] deferred - 4.16.55.1; see | 421 | ",
                "550 running Exim 4.9.2 here | 550 | ",
                "421 5.7.1 mixed classes | 421 | 5.7.1",
                "550 2.1.5 Ok but no | 550 | ",
                "220-greeting 421 4.2.1 Service refused | 421 | 4.2.1",
                "354 End data with <CR><LF>.<CR><LF> 451 4.3.0 Error: queue file write error | 451 | 4.3.0",
                "432&nbsp;4.3.2 recipient thread limit | 432 | 4.3.2",
                "250 2.0.0 Ok: queued | 250 | 2.0.0",
                "failed,5.1.1 (bad destination),553 Relaying disallowed | 553 | 5.1.1",
                "The error that the other server returned was: 550 550 5.2.2 Mailbox full (state 14). | 550 | 5.2.2",
                "554 4.4.7 Message expired: no delivery in 840 minutes.<421 4.4.2 Connection timed out> | 421 | 4.4.2",
                "554 5.4.7 Gave up after two days <450 4.2.0 <u@example.com> greylisted> | 450 | 4.2.0",
                "554 4.4.7 Message expired <u@example.com> | 554 | 4.4.7",
                "5.1.0 - Unknown address error '5.7.1 <u@example.com>... Access denied' (attempts: 0) | 0 | 5.7.1",
                "5.1.0 - Unknown address error 550-'5.1.1 no such mailbox' (attempts: 0) | 550 | 5.1.1",
                "5.1.2 - Bad destination host 'DNS hard error' (attempts: 0) | 0 | 5.1.2"
            })
    void oddSpellingsAreReadAsAPersonReadsThem(String spelled, int code, String status) {
        var reply = Reply.read(spelled);

        assertThat(reply.code()).isEqualTo(code == 0 ? OptionalInt.empty() : OptionalInt.of(code));
        assertThat(reply.status().map(EnhancedStatusCode::toString).orElse(null)).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connected to 192.0.2.1 but greeting failed. Remote host said: 421 not now | greeting",
                "Connected to 192.0.2.1 but my name was rejected. Remote host said: 501 bad name | ehlo",
                "Connected to 192.0.2.1 but sender was rejected. Remote host said: 550 no | mail",
                "192.0.2.1 does not like recipient. Remote host said: 550 unknown | rcpt",
                "192.0.2.1 failed on DATA command. Remote host said: 451 later | data",
                "192.0.2.1 failed after I sent the message. Remote host said: 554 spam | content"
            })
    void qmailsSentencesTellTheStage(String sentence, String stage) {
        var text = sentence.getBytes(StandardCharsets.UTF_8);
        var scan = new ReplyScan();
        scan.read(text, 0, text.length);

        assertThat(scan.stage()).isEqualTo(Stage.of(stage).orElseThrow());
    }

    @Test
    void linesAreKeptWholeWithoutTheirCodes() {
        assertThat(Reply.read("421-4.7.0 one\n421-4.7.0 two\n421 4.7.0 three").lines())
                .isEqualTo(List.of("4.7.0 one", "4.7.0 two", "4.7.0 three"));
    }

    @Test
    void theSendingServersWordsTellHostAndStage() {
        var text =
                "host mx1.example.net[192.0.2.1] said: 452 4.2.2 full (in reply to end of DATA command)"
                        .getBytes(StandardCharsets.UTF_8);
        var scan = new ReplyScan();
        scan.read(text, 0, text.length);

        assertThat(scan.stage()).isEqualTo(Stage.CONTENT);
        assertThat(
                        new String(
                                text,
                                scan.hostFrom(),
                                scan.hostTo() - scan.hostFrom(),
                                StandardCharsets.UTF_8))
                .isEqualTo("mx1.example.net");
    }
}
