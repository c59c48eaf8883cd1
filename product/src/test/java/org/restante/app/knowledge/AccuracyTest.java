package org.restante.app.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Verdict;
import org.restante.testing.Corpora;

/// How often verdicts agree with the labels that other tools put on the same replies. The floors stand just under what was
/// measured, so that a change for the worse fails.
final class AccuracyTest {
    private final Knowledge knowledge = Knowledge.shipped();
    private final Judge judge = new Judge(knowledge.rules());
    private final Labels labels = new Labels();

    @Test
    void repliesOfTheFieldAreJudgedAsTheirLabelsSay() {
        var rows = Labels.rows(Corpora.require("replies").resolve("replies.tsv"));
        Map<String, Score> scores = new TreeMap<>();
        var all = new Score("replies/all");
        for (var row : rows) {
            var text = unescaped(row.get("text"));
            var verdict = judge.judge(text, stage(row.get("smtp_command")), null, null);
            codes(all, verdict, row.get("code"), row.get("enhanced"), row.get("text"));
            hardOrSoft(all, verdict, row);
            for (var label : row.get("labels").split("; ?")) {
                if (!label.isEmpty()) {
                    var score =
                            scores.computeIfAbsent(
                                    "replies/" + label.substring(0, label.indexOf(':')),
                                    Score::new);
                    cause(score, verdict, row, label);
                    cause(all, verdict, row, label);
                }
            }
        }
        scores.values().forEach(Score::tell);
        all.tell();
        assertThat(all.codeShare()).as("codes").isGreaterThan(0.99);
        assertThat(all.classShare()).as("hard or soft").isGreaterThan(0.98);
        assertThat(all.causeShare()).as("cause").isGreaterThan(0.96);
        assertThat(all.precision()).as("named causes").isGreaterThan(0.97);
        assertThat(all.falselyNoSuchUser).isZero();
        assertThat(all.unmapped).isZero();
        assertThat(labels.disputes("replies"))
                .isLessThanOrEqualTo((all.causes + all.disputed) / 20);
        tellCoverage(rows);
    }

    /// How many real replies without a label get a named cause.
    private void tellCoverage(List<Map<String, String>> rows) {
        int named = 0;
        int real = 0;
        for (var row : rows) {
            if (row.get("kind").equals("real") || row.get("kind").equals("issue")) {
                var cause = judge.judge(unescaped(row.get("text")), null, null, null).cause();
                named += cause == Cause.OTHER_PERMANENT || cause == Cause.OTHER_TEMPORARY ? 0 : 1;
                real++;
            }
        }
        Corpora.executed(
                "replies/coverage",
                named,
                real - named,
                0,
                String.format("%.1f%% of real replies get a named cause", 100.0 * named / real));
        assertThat((double) named / real).isGreaterThan(0.93);
    }

    @Test
    void bouncesOfSisimaiAreJudgedAsTheirReasonsSay() {
        var score = new Score("sisimai");
        for (var row : Labels.rows(Corpora.require("sisimai").resolve("expected.tsv"))) {
            var text = unescaped(row.get("diagnostic_text"));
            if (text.isEmpty()) {
                continue;
            }
            var allowed = labels.of("sisimai:" + row.get("reason"));
            if (allowed != null && !allowed.scored()) {
                continue;
            }
            var verdict = judge.judge(text, stage(row.get("smtp_command")), null, null);
            boolean clear = row.get("p5_5.1.0_agrees").equals("1");
            if (clear) {
                score.cause(
                        verdict,
                        allowed,
                        "sisimai:" + row.get("reason"),
                        row.get("file") + " " + text,
                        labels.disputes("sisimai", row.get("file"), "sisimai:"));
            }
            if (text.contains(row.get("reply_code"))) {
                codes(score, verdict, row.get("reply_code"), "", row.get("file") + " " + text);
            }
            if (text.contains(row.get("status"))) {
                codes(score, verdict, "", row.get("status"), row.get("file") + " " + text);
            }
            boolean told =
                    !row.get("reply_code").isEmpty() && text.contains(row.get("reply_code"))
                            || !row.get("status").isEmpty() && text.contains(row.get("status"));
            if (told) {
                score.hardOrSoft(
                        verdict,
                        row.get("reply_code").isEmpty() ? row.get("status") : row.get("reply_code"),
                        text);
            }
        }
        score.tell();
        assertThat(score.codeShare()).as("codes").isGreaterThan(0.99);
        assertThat(score.classShare()).as("hard or soft").isGreaterThan(0.98);
        assertThat(score.causeShare()).as("cause").isGreaterThan(0.97);
        assertThat(score.precision()).as("named causes").isGreaterThan(0.97);
        assertThat(score.falselyNoSuchUser).isZero();
        assertThat(labels.disputes("sisimai"))
                .isLessThanOrEqualTo((score.causes + score.disputed) / 20);
    }

    @Test
    void bouncesOfCrispAreJudgedAsTheirCategoriesSay() {
        var score = new Score("bounces/crisp");
        for (var row : Labels.rows(Corpora.require("bounces").resolve("crisp-expected.tsv"))) {
            var text = unescaped(row.get("error_text"));
            if (text.isEmpty()) {
                continue;
            }
            var verdict = judge.judge(text, stage(row.get("command")), null, null);
            if (!row.get("category").isEmpty()) {
                score.cause(
                        verdict,
                        labels.of("crisp:" + row.get("category")),
                        "crisp:" + row.get("category"),
                        text,
                        labels.disputes("bounces", text, "crisp:"));
            }
            codes(score, verdict, row.get("code"), row.get("status"), text);
            score.hardOrSoft(
                    verdict,
                    row.get("permanent").equals("True")
                            ? "5"
                            : row.get("temporary").equals("True") ? "4" : "",
                    text);
        }
        score.tell();
        assertThat(score.codeShare()).as("codes").isGreaterThan(0.99);
        assertThat(score.classShare()).as("hard or soft").isGreaterThan(0.97);
        assertThat(score.causeShare()).as("cause").isGreaterThan(0.95);
    }

    @Test
    void bouncesOfBounceParserAreJudgedAsTheirReasonsSay() {
        var score = new Score("bounces/bounceparser");
        for (var row :
                Labels.rows(Corpora.require("bounces").resolve("bounceparser-expected.tsv"))) {
            var text = unescaped(row.get("reason_text"));
            if (text.isEmpty() || row.get("std_reason").isEmpty()) {
                continue;
            }
            var verdict = judge.judge(text, null, null, null);
            score.cause(
                    verdict,
                    labels.of("bounceparser:" + row.get("std_reason")),
                    "bounceparser:" + row.get("std_reason"),
                    text,
                    labels.disputes("bounces", text, "bounceparser:"));
            if (Pattern.compile("\\b" + row.get("smtp_code") + "\\b").matcher(text).find()) {
                codes(score, verdict, row.get("smtp_code"), "", text);
                score.hardOrSoft(verdict, row.get("smtp_code"), text);
            }
        }
        score.tell();
        assertThat(score.codeShare()).as("codes").isGreaterThan(0.99);
        assertThat(score.causeShare()).as("cause").isGreaterThan(0.93);
    }

    private void cause(Score score, Verdict verdict, Map<String, String> row, String label) {
        score.cause(
                verdict,
                labels.of(label),
                label,
                row.get("id") + " " + row.get("text"),
                labels.disputes("replies", row.get("id"), label));
    }

    private static void hardOrSoft(Score score, Verdict verdict, Map<String, String> row) {
        score.hardOrSoft(
                verdict,
                row.get("code").isEmpty() ? row.get("enhanced") : row.get("code"),
                row.get("text"));
    }

    private static void codes(
            Score score, Verdict verdict, String code, String status, String text) {
        score.code(verdict.code() == 0 ? "" : String.valueOf(verdict.code()), code, text);
        score.code(verdict.status() == null ? "" : verdict.status(), status, text);
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\t", "\t");
    }

    private static @Nullable Stage stage(String command) {
        return switch (command) {
            case "CONN" -> Stage.GREETING;
            case "EHLO", "HELO" -> Stage.EHLO;
            case "MAIL", "MAIL FROM" -> Stage.MAIL;
            case "RCPT", "RCPT TO" -> Stage.RCPT;
            case "DATA" -> Stage.CONTENT;
            case "QUIT" -> Stage.QUIT;
            default -> null;
        };
    }

    /// Who runs the MX host, by the words of the corpus.
    private @Nullable Provider provider(String word) {
        return knowledge
                .providers()
                .byWord(
                        switch (word) {
                            case "google" -> "gmail";
                            case "microsoft-consumer" -> "microsoft";
                            case "orange.fr" -> "orange";
                            case "gmx-webde" -> "gmx";
                            case "icloud" -> "apple";
                            case "qq-tencent" -> "qq";
                            case "cisco-ironport", "cisco" -> "ironport";
                            case "kddi-ezweb" -> "kddi";
                            case "free.fr" -> "free";
                            case "trendmicro", "emailsecuritycloud" -> "trend-micro";
                            case "symantec-messagelabs" -> "symantec";
                            case "mail.ru", "mailru" -> "mail-ru";
                            case "tonline" -> "t-online";
                            case "o2.pl" -> "wp-pl";
                            default -> word;
                        });
    }

    @Test
    void theProvidersOwnRulesMakeVerdictsNoWorse() {
        var score = new Score("replies/with-provider");
        for (var row : Labels.rows(Corpora.require("replies").resolve("replies.tsv"))) {
            var verdict =
                    judge.judge(
                            unescaped(row.get("text")),
                            stage(row.get("smtp_command")),
                            null,
                            provider(row.get("provider")));
            hardOrSoft(score, verdict, row);
            for (var label : row.get("labels").split("; ?")) {
                if (!label.isEmpty()) {
                    cause(score, verdict, row, label);
                }
            }
        }
        score.tell();
        assertThat(score.causeShare()).as("cause").isGreaterThan(0.93);
        assertThat(score.classShare()).as("hard or soft").isGreaterThan(0.97);
    }
}
