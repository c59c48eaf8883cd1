package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.smtp.Reply;

/// Whatever bytes a server sends as its reply, they are read and judged, by the same value each time.
final class HostileReplyTest {
    private final Judge judge = new Judge(Knowledge.shipped().rules());

    /// Runs its seeds here; `JAZZER_FUZZ=1` lets the fuzzer look for more.
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAReply(byte[] data) {
        check(data);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "4",
                "45",
                "450",
                "450-",
                "450 -",
                "450-450-450-450 ",
                "5.",
                "5.1.",
                "5.1.1",
                "5.1.1.1",
                "999 x",
                "smtp;",
                "smtp; ;",
                "x-;",
                "host ",
                "host  said: 550",
                "(in reply to )",
                "550 (in reply to RCPT TO command)",
                "550 5.1.1@",
                "@",
                "a@",
                "@a",
                "<@>",
                "...",
                "..@..",
                "-",
                "_",
                "#",
                "550 #",
                "550 x#1",
                "1:2:3:4:::::",
                "::::",
                "550 ::1 ::1 ::1",
                "\\n",
                "\\",
                "550 \\n550 \\n",
                "try again in 99999999999999 hours",
                "try again in 00:00",
                "421 try again in 1:2:3:4",
                "\u00e9\u00e9\u00e9 550 \u4e2d\u6587",
                "550 \u0000\u0001"
            })
    void oddRepliesAreReadAndJudged(String text) {
        check(text.getBytes(StandardCharsets.UTF_8));
    }

    private void check(byte[] data) {
        var first = judge.judge(data, 0, data.length, null, null, null);
        assertThat(judge.judge(data, 0, data.length, null, null, null)).isSameAs(first);
        assertThat(
                        Judge.forgetful(Knowledge.shipped().rules())
                                .judge(data, 0, data.length, null, null, null))
                .isEqualTo(first);
        var reply = Reply.read(new String(data, StandardCharsets.UTF_8));
        assertThat(reply.lines()).isNotEmpty();
        assertThat(reply.status()).isNotNull();
        assertThat(reply.text()).isNotNull();
    }
}
