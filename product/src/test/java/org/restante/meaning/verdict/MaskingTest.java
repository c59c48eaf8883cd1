package org.restante.meaning.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;
import org.restante.testing.Corpora;

/// Masking and remembering change no verdict.
final class MaskingTest {
    private final RuleBook book = Knowledge.shipped().rules();
    private final Judge remembering = new Judge(book);
    private final Judge forgetful = Judge.forgetful(book);
    private final Judge unmasked = new Judge(book, false, false);

    @Test
    void repliesOfTheFieldMeanTheSameMaskedAndUnmasked() throws IOException {
        var texts = new ArrayList<String>();
        texts.addAll(column("replies", "replies.tsv", "text"));
        texts.addAll(column("sisimai", "expected.tsv", "diagnostic_text"));
        texts.addAll(column("bounces", "crisp-expected.tsv", "error_text"));
        texts.addAll(column("bounces", "bounceparser-expected.tsv", "reason_text"));
        same("masking", texts);
    }

    private static List<String> column(String set, String file, String name) throws IOException {
        var lines = Files.readAllLines(Corpora.require(set).resolve(file));
        int column = List.of(lines.getFirst().split("\t")).indexOf(name);
        return lines.stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .filter(cells -> cells.length > column && !cells[column].isEmpty())
                .map(cells -> cells[column].replace("\\n", "\n"))
                .toList();
    }

    @Test
    void samplesWithOtherDigitsMeanTheSameMaskedAndUnmasked() {
        var random = new Random(42);
        var texts = new ArrayList<String>();
        for (var rule : book.rules()) {
            texts.add(rule.sample());
            for (int i = 0; i < 10; i++) {
                texts.add(withOtherNumber(rule.sample(), random));
            }
        }
        same("masking-samples", texts);
    }

    /// One run of digits behind the code becomes another one.
    private static String withOtherNumber(String text, Random random) {
        int at = Math.min(10, text.length()) + random.nextInt(Math.max(1, text.length() - 10));
        while (at < text.length() && !Character.isDigit(text.charAt(at))) {
            at++;
        }
        if (at >= text.length()) {
            return text + " " + random.nextInt(100_000);
        }
        return text.substring(0, at) + random.nextInt(10) + text.substring(at + 1);
    }

    private void same(String suite, List<String> texts) {
        var wrong = new ArrayList<String>();
        for (var text : texts) {
            var plain = unmasked.judge(text, null, null, null);
            var masked = forgetful.judge(text, null, null, null);
            var first = remembering.judge(text, null, null, null);
            var again = remembering.judge(text, null, null, null);
            assertThat(again).isSameAs(first).isEqualTo(masked);
            if (!plain.rule().equals(masked.rule()) || !plain.equals(masked)) {
                wrong.add(
                        plain.rule()
                                + " "
                                + plain.retryAfter()
                                + " became "
                                + masked.rule()
                                + " "
                                + masked.retryAfter()
                                + ": "
                                + text);
            }
        }
        Corpora.executed(suite, texts.size() - wrong.size(), wrong.size(), 0, "");
        assertThat(wrong).isEmpty();
    }

    @Test
    void equalRefusalsShareOneVerdict() {
        var one =
                remembering.judge(
                        "550 5.1.1 <a1@b.example>: User unknown, id 4F3a2B11c9", null, null, null);
        var other =
                remembering.judge(
                        "550 5.1.1 <zz@c.example>: User unknown, id 99aB3f00d1", null, null, null);

        assertThat(other).isSameAs(one);
    }

    @Test
    void theRetryHintIsReadFromEachText() {
        assertThat(
                        remembering
                                .judge(
                                        "451 4.7.1 Greylisted, try again in 300 seconds",
                                        null,
                                        null,
                                        null)
                                .retryAfter())
                .hasSeconds(300);
        assertThat(
                        remembering
                                .judge(
                                        "451 4.7.1 Greylisted, try again in 60 seconds",
                                        null,
                                        null,
                                        null)
                                .retryAfter())
                .hasSeconds(60);
    }

    @Test
    void templatesLeaveOutWhatDiffers() {
        byte[] one =
                "421-4.7.0 [203.0.113.9 15] see https://x9.example.com/q?id=8f2 u@v.example\n421 4.7.0 id 0a1b2c3d4e"
                        .getBytes(StandardCharsets.UTF_8);
        byte[] other =
                "421-4.7.0 [198.51.100.77 19] see https://y1.example.org/q?id=9aa w@q.example\n421 4.7.0 id ff00ff00aa"
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(remembering.template(one, 0, one.length))
                .isEqualTo("421 4.7.0 [0.0.0.0 0] see https://a.a/q?id=x0 a@a id x0");
        assertThat(remembering.templateHash(one, 0, one.length))
                .isEqualTo(remembering.templateHash(other, 0, other.length));
    }

    @Test
    void anyBytesGiveAVerdict() {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] junk = new byte[random.nextInt(300)];
            random.nextBytes(junk);
            if (random.nextBoolean()) {
                for (int j = 0; j < junk.length; j++) {
                    junk[j] = (byte) "45.01 -:<>@#[]a\\n\n:;(x".charAt(Math.floorMod(junk[j], 21));
                }
            }
            assertThat(remembering.judge(junk, 0, junk.length, null, null, null).next())
                    .isNotEmpty();
        }
    }

    @Test
    void aVeryLongTextIsJudgedInBoundedMemory() {
        byte[] text =
                ("550 5.1.1 user unknown " + ":::1 ".repeat(2_000_000))
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(remembering.judge(text, 0, text.length, null, null, null).cause())
                .isEqualTo(Cause.NO_SUCH_USER);
    }

    /// A receiver may send what it likes: long repetitions of what rules look for must not cost seconds each.
    @Test
    void textsMadeToTireTheRulesAreJudgedSoonEnough() {
        var literals =
                book.rules().stream()
                        .flatMap(rule -> rule.clauses().stream())
                        .flatMap(clause -> clause.literals().stream())
                        .distinct()
                        .toList();
        var glue = List.of(" ", ": ", " <", "(((", ", ");
        var random = new Random(5);
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (int i = 0; i < 400; i++) {
            var unit =
                    literals.get(random.nextInt(literals.size()))
                            + glue.get(i % glue.size())
                            + literals.get(random.nextInt(literals.size()))
                            + " ";
            forgetful.judge("550 5.7.1 " + unit.repeat(8_000 / unit.length()), null, null, null);
        }
        long seconds =
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin)
                        / 1_000_000_000;
        assertThat(seconds).isLessThan(20);
    }
}
