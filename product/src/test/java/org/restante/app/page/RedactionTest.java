package org.restante.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.cli.AnalysisJson;

final class RedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "pat.doe@example.com                                | ***@example.com",
                "550 5.1.1 <pat+news@example.com>: User unknown     | 550 5.1.1 <***@example.com>: User unknown",
                "to=<pat@example.com>, orig_to=<lee@example.net>,   | to=<***@example.com>, orig_to=<***@example.net>,",
                "\"pat doe\"@example.com is full                    | ***@example.com is full",
                "<\"pat@home\"@example.com> is full                 | <***@example.com> is full",
                "bounce-pat=example.com@news.example.net            | ***@news.example.net",
                "SRS0=ab=cd=example.com=pat@relay.example           | ***@relay.example",
                "björk@exämple.com                                  | ***@exämple.com",
                "see https://x.example/?who=pat%40example.com&q=1   | see https://x.example/?who=***%40example.com&q=1",
                "550 <pat>: Recipient address rejected              | 550 <***>: Recipient address rejected",
                "550 mailbox pat.doe does not exist                 | 550 mailbox *** does not exist",
                "550 user 'pat' unknown                             | 550 user '***' unknown",
                "550 unknown user: lee7                             | 550 unknown user: ***",
                "550 unknown user pat                               | 550 unknown user ***",
                "550 No such user: pat                              | 550 No such user: ***",
                "550 No such user here                              | 550 No such user here",
                "550 Mailbox pat does not exist                     | 550 Mailbox *** does not exist",
                "550 Mailbox does not exist                         | 550 Mailbox does not exist",
                "550 Recipient address rejected: User unknown       | 550 Recipient address rejected: User unknown",
                "550 User pat is over quota                         | 550 User *** is over quota",
                "550 the user you try to reach is not here          | 550 the user you try to reach is not here",
                "550 5.1.1 pat... User unknown                      | 550 5.1.1 ***... User unknown",
                "450 unknown user in virtual mailbox table          | 450 unknown user in virtual mailbox table",
                "452 4.2.2 mailbox full                             | 452 4.2.2 mailbox full",
                "550 5.1.1 user unknown                             | 550 5.1.1 user unknown",
                "421 4.7.0 [TSS04] Messages from 203.0.113.10 wait  | 421 4.7.0 [TSS04] Messages from 203.0.113.10 wait",
                "cut off in to=<pat.do                              | cut off in to=<***",
                "554 header Subject: Secret invoice 4711            | 554 header Subject: ***",
                "(jane@corp.example)                                | (***@corp.example)",
                "(unknown)                                          | (unknown)",
                "(others)                                           | (others)",
                "mx1.example.com                                    | mx1.example.com",
                "smtp:pat@example.com                               | smtp:***@example.com",
                "550 5.7.1 Sender 'pat' is not welcome here         | 550 5.7.1 Sender '***' is not welcome here",
                "550 sender pat is blocked by the owner             | 550 sender *** is blocked by the owner",
                "550 unknown sender: pat                            | 550 unknown sender: ***",
                "535 login \"pat\" failed                            | 535 login \"***\" failed",
                "550 username=pat.doe is locked                     | 550 username=*** is locked",
                "550 subscriber lee7 does not take mail             | 550 subscriber *** does not take mail",
                "550 Sender address rejected: not owned by user pat | 550 Sender address rejected: not owned by user ***",
                "550 Sender domain is not verified                  | 550 Sender domain is not verified",
                "550 Sender 203.0.113.10 is blocked                 | 550 Sender 203.0.113.10 is blocked",
                "550 Sender example.com is blocked                  | 550 Sender example.com is blocked",
                "550 sender is not allowed                          | 550 sender is not allowed",
                "550 Unknown sender policy                          | 550 Unknown sender policy",
                "550 5.7.1 from=pat, to=<lee@example.net> | 550 5.7.1 from=***, to=<***@example.net>",
                "550 policy: sender=pat helo=mx.example | 550 policy: sender=*** helo=mx.example",
                "550 sender=example.com is blocked | 550 sender=example.com is blocked",
                "550 recipient=unknown | 550 recipient=unknown",
                "554 \"Pat Doe\" <pat@example.com> is blocked | 554 *** <***@example.com> is blocked",
                "554 From: Pat O'Doe <pat@example.com> looks forged | 554 From: *** <***@example.com> looks forged",
                "550 Dear Pat Doe, your mail was refused | 550 Dear ***, your mail was refused",
                "550 Dear Sender, your mail was refused | 550 Dear Sender, your mail was refused",
                "550 Recipient <lee@example.net> is unknown | 550 Recipient <***@example.net> is unknown",
                "@relay.example:pat@example.com                     | @relay.example:***@example.com",
            })
    void localPartsAreTakenOut(String text, String redacted) {
        assertThat(Redaction.of(text)).isEqualTo(redacted);
    }

    @Test
    void redactingTwiceChangesNothing() {
        var once = Redaction.of("550 <pat@example.com>: mailbox pat.doe, <pat>");

        assertThat(Redaction.of(once)).isEqualTo(once);
    }

    @Test
    void aLongTextOfOneLetterIsReadInNoTime() {
        assertThat(Redaction.of("a".repeat(200_000))).hasSize(200_000);
        assertThat(Redaction.of("<".repeat(20_000) + "\"".repeat(20_000))).isNotEmpty();
    }

    @Test
    void noLocalPartIsLeftInTheAnswer() {
        var view = Redaction.of(MadeUp.withAddressesEverywhere("pat.secret@example.com"));
        var out = new ByteArrayOutputStream();
        AnalysisJson.write(view.analysis(), view.incidents(), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("***@example.com")
                .doesNotContain("secret");
        assertThat(view.cases().toString()).doesNotContain("secret");
        assertThat(Story.of(view).toString()).doesNotContain("secret");
    }
}
