package org.restante.app.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.app.knowledge.Knowledge;
import org.restante.insight.casefile.CaseFile;
import org.restante.insight.casefile.Server;
import org.restante.insight.incident.Diagnosis;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.SourceMap;
import org.restante.testing.Corpora;

/// The case files of the samples.
final class CasesTest {
    private static final Knowledge KNOWLEDGE = Knowledge.shipped();

    @Test
    void anAddressThatOnlyTheReceiversTextsNameIsNoSource() throws Exception {
        var yahoo = caseOf("postfix.log", Diagnosis.SOURCE_BLOCKED_AT_ONE);

        assertThat(yahoo.evidence())
                .doesNotContain("Source address: ")
                .contains("Named in replies: 203.0.113.10 (in 183 refusals)\n");
        assertThat(yahoo.letter())
                .contains(
                        "Subject: 421 4.7.0 replies that name 203.0.113.10 since 2026-11-19 09:20 UTC\n")
                .contains("Source address: (to fill in)\n")
                .contains("Named in your replies: 203.0.113.10 (in 183 refusals)\n");
        assertThat(yahoo.configuration(Server.POSTFIX)).doesNotContain("bind_address");
        assertThat(yahoo.configuration(Server.EXIM)).doesNotContain("interface =");
        assertThat(yahoo.configuration(Server.POWERMTA)).doesNotContain("OF-THIS-SOURCE");
    }

    @Test
    void aSourceThatTheLogNamesStaysOne() throws Exception {
        var microsoft = caseOf("powermta.csv", Diagnosis.SOURCE_BLOCKED_AT_ONE);

        assertThat(microsoft.evidence()).contains("Source address: 198.51.100.7\n");
        assertThat(microsoft.configuration(Server.POSTFIX))
                .contains("-o smtp_bind_address=198.51.100.7\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postfix.log", "powermta.csv", "kumomta.jsonl", "exim.log"})
    void noTicketSaysToChangeNothingAndToStop(String sample) throws Exception {
        for (var file : cases(sample)) {
            var ticket = file.ticket();

            if (!file.incident().severity().word().equals("observe")) {
                assertThat(ticket)
                        .doesNotContain("no change")
                        .doesNotContain("keep watching")
                        .doesNotContain("Review: tomorrow");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POWERMTA, pmta pause job promo-1119",
        "KUMOMTA, kcli suspend --campaign promo-1119 ",
        "EXIM, exiqgrep -i -f bounce@promo.shop.example "
    })
    void theStreamThatTheLogNamesIsTheOneToHold(Server server, String words) throws Exception {
        assertThat(caseOf("powermta.csv", Diagnosis.BAD_LIST).configuration(server))
                .contains(words.strip())
                .doesNotContain("JOB-ID", "CAMPAIGN", "SENDER@EXAMPLE");
    }

    @Test
    void aBadListIsHeldByItsSenderAndForItsReason() throws Exception {
        var list = caseOf("powermta.csv", Diagnosis.BAD_LIST);

        assertThat(list.configuration(Server.KUMOMTA))
                .contains("--reason \"too many addresses that do not exist\"");
        assertThat(list.configuration(Server.POSTFIX))
                .contains("bounce@promo.shop.example  HOLD\n")
                .doesNotContain("SENDER@EXAMPLE");
    }

    @Test
    void theLetterAboutABrokenHandshakeSaysThatAndNamesTheHost() throws Exception {
        var letter = caseOf("kumomta.jsonl", Diagnosis.TLS_BROKEN).letter();

        assertThat(letter)
                .contains("Subject: Failed TLS handshakes since 2026-11-19 09:08 UTC\n")
                .contains(
                        "Since 2026-11-19 09:08 UTC the TLS handshake with your mail servers has failed in 40 of 40 delivery attempts of ours.")
                .contains("Your host: mx.lakeside.example [192.0.2.150]\n")
                .doesNotContain("refused");
    }

    @Test
    void aPauseLastsAsLongInTheTicketAsInTheConfiguration() throws Exception {
        var yahoo = caseOf("postfix.log", Diagnosis.SOURCE_BLOCKED_AT_ONE);

        for (var server : Server.values()) {
            assertThat(yahoo.configuration(server))
                    .as(server.title())
                    .containsAnyOf("2h", "2 hours")
                    .doesNotContain(" 4h", "4 hours");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POSTFIX", "POWERMTA", "KUMOMTA", "EXIM", "RESTANTE"})
    void whatIsOverIsNotStoppedAnyMore(Server server) throws Exception {
        var yahoo = caseOf("postfix.log", Diagnosis.SOURCE_BLOCKED_AT_ONE);

        assertThat(yahoo.configuration(server))
                .contains("# over since 2026-11-19 12:58 UTC: nothing needs to be stopped now.")
                .matches("(#.*\n)+");
        assertThat(yahoo.ticket())
                .contains("Over: nothing needs to be stopped now")
                .doesNotContain("Action: pause bulk mail")
                .contains("Review: when it comes back");
    }

    @Test
    void aLimitOfOneStreamSlowsThatStreamAlone() throws Exception {
        var digest = caseOf("kumomta.jsonl", Diagnosis.RATE_CUT);

        assertThat(digest.incident().steps().getFirst())
                .isEqualTo(
                        "Lower the rate of this stream at this receiver until refusals stop; other streams may go on as they are.");
        assertThat(digest.configuration(Server.KUMOMTA))
                .contains("digest")
                .doesNotContain("[\"gmail.com\"]\nconnection_limit = 1");
        assertThat(digest.configuration(Server.POWERMTA))
                .doesNotContain("<domain gmail.com>\n    max-smtp-out 1\n");
        assertThat(digest.configuration(Server.RESTANTE)).contains("--stream digest");
        assertThat(digest.incident().alternatives())
                .extracting(other -> other.diagnosis())
                .doesNotContain(Diagnosis.BAD_LIST);
    }

    @Test
    void theHistoryOfAMessageAndIdsAreInTheEvidence() throws Exception {
        var evidence = caseOf("postfix.log", Diagnosis.SOURCE_BLOCKED_AT_ONE).evidence();

        assertThat(
                        evidence.lines()
                                .filter(line -> line.startsWith("Tried "))
                                .map(line -> line.substring(0, 26))
                                .distinct())
                .hasSizeGreaterThanOrEqualTo(4);
        assertThat(ids(evidence, "Message ids: ")).hasSizeGreaterThanOrEqualTo(3);
        assertThat(evidence).contains("Retries of: ").contains(": accepted\n");
        assertThat(ids(evidence, "Queue ids: ")).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void theSenderThatALogTellsElsewhereIsInTheCaseFile() throws Exception {
        var refused = caseOf("exim.log", Diagnosis.POLICY_REFUSAL);

        assertThat(refused.evidence())
                .contains("Envelope sender: no-reply@orders.shop.example\n")
                .contains("Message ids: ");
    }

    private static List<String> ids(String evidence, String name) {
        return evidence.lines()
                .filter(line -> line.startsWith(name))
                .flatMap(
                        line -> List.of(line.substring(name.length()).split(",? (and )?")).stream())
                .toList();
    }

    private static CaseFile caseOf(String sample, Diagnosis diagnosis) throws IOException {
        return cases(sample).stream()
                .filter(file -> file.incident().diagnosis() == diagnosis)
                .findFirst()
                .orElseThrow();
    }

    private static List<CaseFile> cases(String sample) throws IOException {
        var file = Corpora.root().resolve("samples").resolve(sample);
        var result = read(file);
        var cases = new Cases(result, KNOWLEDGE);
        return result.incidents().stream().map(incident -> cases.of(incident, false)).toList();
    }

    private static LogAnalysis.Result read(Path file) throws IOException {
        return new LogAnalysis(KNOWLEDGE, () -> Instant.parse("2026-11-20T12:00:00Z"))
                .run(
                        new LogAnalysis.Request(
                                List.of(LogFile.of(file)),
                                null,
                                ZoneOffset.UTC,
                                SourceMap.NOTHING,
                                null,
                                null,
                                100,
                                0,
                                2,
                                _ -> {}));
    }
}
