package org.restante.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.app.knowledge.CodePages;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.CodeReference;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.VerdictJson;
import org.restante.testing.Corpora;
import tools.jackson.databind.ObjectMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExplanationsTest {
    private static final String LOW_REPUTATION =
            "421-4.7.0 [203.0.113.10 15] Our system has detected that this message is suspicious due to the very low "
                    + "reputation of the sending IP address. Visit https://support.google.com/mail/answer/188131. - gsmtp";
    private static final String NOT_ALLOWED =
            "postfix/smtp[7]: 4Zx: to=<ann@recipient.example>, relay=none, dsn=4.7.0, status=deferred (host "
                    + "mx1.recipient.example[203.0.113.25] refused to talk to me: 421 4.7.0 Not allowed)";

    private CodeReference reference = CodeReference.of(List.of());
    private Explanations explanations = Explanations.shipped();

    @BeforeAll
    void read() throws IOException {
        reference = CodeReference.of(CodePages.read(Corpora.root().resolve("knowledge/codes")));
        var knowledge = Knowledge.shipped();
        explanations =
                new Explanations(new Judge(knowledge.rules()), knowledge.providers(), reference);
    }

    @Test
    void aReplyThatIsNoRefusalIsNoneInWordsAndJson() {
        var explanation = explanations.of("250 2.0.0 Ok: queued as 4ZkE1aa0Bc", null, null);

        assertThat(explanation.judgement().cause()).isNull();
        assertThat(explanation.judgement().scope()).isNull();
        assertThat(explanation.judgement().effective()).isNull();
        assertThat(explanation.judgement().next()).isEmpty();
        assertThat(explanation.pages().getFirst().id()).isEqualTo("2.0.0");
    }

    @ParameterizedTest
    @CsvSource({
        "4.7.0, 4.7.0",
        "421, 421",
        "TSS04, yahoo/TSS04",
        "[TSS04], yahoo/TSS04",
        "RP-001, microsoft/RP-001",
        "RP-002, microsoft/RP-002",
        "S3150, microsoft/S3150",
        "S775, microsoft/4.7.650",
        "HM08, apple/HM08",
        "RL000003, comcast/RL",
        "BL000010, comcast/BL",
        "AUP#I-1310, spectrum/AUP",
        "AUP#CXCNCT, cox/AUP",
        "IB504, godaddy/IB",
        "OFR004_104, orange/OFR",
        "LPN007_503, laposte/LPN",
        "SFR_IN_105, sfr/SFR_IN",
        "HL:ICC, netease/codes",
        "PH01, yahoo/PH01",
        "421 4.7.0, 4.7.0",
        "5.7.606, microsoft-365/5.7.606",
        "X.7.0, 4.7.0",
        "gmail/4.7.28, gmail/4.7.28",
        "ETP205, trellix/ETP205",
        "greylisting, greylisting/greylisted"
    })
    void aCodeAloneLeadsToItsPage(String code, String page) {
        var explanation = explanations.of(code, null, null);

        assertThat(explanation.pages()).as(code).isNotEmpty();
        assertThat(explanation.pages().getFirst().id()).isEqualTo(page);
    }

    @Test
    void anMxHostMakesACodeTheProvidersOwn() {
        assertThat(ids(explanations.of("4.7.28", "gmail-smtp-in.l.google.com", null)))
                .containsExactly("gmail/4.7.28", "4.7.28");
        assertThat(ids(explanations.of("550 5.7.606", "x.mail.protection.outlook.com", null)))
                .startsWith("microsoft-365/5.7.606");
    }

    @Test
    void aCodeAloneNamesTheProvidersThatUseItInTheirOwnWay() {
        assertThat(ids(explanations.of("4.7.28", null, null)))
                .containsExactly("4.7.28", "gmail/4.7.28");
    }

    @Test
    void aReplyIsJudgedAndGivesItsEvidence() {
        var explanation = explanations.of(LOW_REPUTATION, null, null);

        assertThat(explanation.judgement().cause()).isEqualTo(Cause.REPUTATION);
        assertThat(explanation.judgement().scope()).isEqualTo(Scope.SOURCE);
        assertThat(explanation.evidence())
                .isEqualTo(
                        new Evidence(
                                null,
                                List.of("203.0.113.10"),
                                List.of("https://support.google.com/mail/answer/188131"),
                                List.of(),
                                List.of()));
        assertThat(ids(explanation)).containsExactly("gmail/4.7.0", "4.7.0", "421");
    }

    @Test
    void aLogLineTellsHostAndStageAndTheHostsOwnAddressIsNoEvidence() {
        var explanation = explanations.of(NOT_ALLOWED, null, null);

        assertThat(explanation.evidence().mxHost()).isEqualTo("mx1.recipient.example");
        assertThat(explanation.evidence().addresses()).isEmpty();
        assertThat(explanation.stage()).isEqualTo(Stage.GREETING);
        assertThat(explanation.judgement().cause()).isEqualTo(Cause.POLICY);
        assertThat(explanation.judgement().scope()).isEqualTo(Scope.SOURCE);
    }

    @Test
    void aNetworkTroubleIsNoReply() {
        var explanation =
                explanations.of(
                        "connect to mx.recipient.example[203.0.113.1]:25: Connection timed out",
                        null,
                        null);

        assertThat(explanation.judgement().cause()).isEqualTo(Cause.NETWORK);
        assertThat(ids(explanation)).containsExactly("4.4.1");
    }

    @Test
    void aTemporaryCodeThatIsMeantPermanentlySaysSo() {
        var explanation = explanations.of("TS03", null, null);

        assertThat(explanation.judgement().effective()).isEqualTo(Permanence.PERMANENT);
        assertThat(explanation.pages().getFirst().nature().why())
                .contains("retrying will not succeed");
    }

    @Test
    void aStatedMailboxAndAMarkAreEvidence() {
        var reply =
                "554 IP=192.0.2.66 - A problem occurred. Contact tosa@rx.t-online.de to clarify. (S3150)";

        var evidence = explanations.of(reply, null, null).evidence();

        assertThat(evidence.mailboxes()).containsExactly("tosa@rx.t-online.de");
        assertThat(evidence.marks()).contains("S3150");
        assertThat(evidence.addresses()).containsExactly("192.0.2.66");
    }

    @Test
    void anAddressOfTheNewKindIsFound() {
        var evidence =
                explanations
                        .of(
                                "550 5.7.25 The IP address [2001:db8::25] has no PTR record",
                                null,
                                null)
                        .evidence();

        assertThat(evidence.addresses()).containsExactly("2001:db8::25");
    }

    @Test
    void aCaseIsSeenAlsoWhereTheReplyBreaksItsLines() {
        var reply =
                "421-4.7.28 Gmail has detected an unusual rate of mail originating from your\n"
                        + "421 4.7.28 DKIM domain [sender.example 35]. - gsmtp";

        assertThat(text(explanations.of(reply, null, null), 100))
                .contains("THE CASE AT HAND", "originating from your DKIM domain");
    }

    @Test
    void anUnknownCodeGetsSuggestions() {
        var explanation = explanations.of("TSS40", null, null);

        assertThat(explanation.isKnown()).isFalse();
        assertThat(explanation.nearest()).extracting(h -> h.id()).contains("yahoo/TSS04");
        assertThat(text(explanation, 100)).contains("DID YOU MEAN", "yahoo/TSS04");
    }

    @Test
    void successIsNotCalledARefusal() {
        assertThat(text(explanations.of("250", null, null), 100))
                .contains("success")
                .doesNotContain("Cause ");
    }

    @Test
    void aTextHasVerdictEvidencePageAndSources() {
        assertThat(text(explanations.of(LOW_REPUTATION, null, null), 100))
                .contains(
                        "421 4.7.0: Gmail",
                        "Cause       reputation",
                        "address     203.0.113.10",
                        "WHAT IT MEANS",
                        "THE CASE AT HAND",
                        "very low reputation of the sending IP",
                        "WHAT TO DO NOW",
                        "HOW LONG IT LASTS",
                        "HOW IT LOOKS IN A LOG",
                        "READ ON",
                        "https://support.google.com/a/answer/81126");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100})
    void noLineOfAnyPageIsWiderThanAsked(int width) {
        var wide =
                reference.headings().stream()
                        .map(heading -> explanations.of(heading.id(), null, null))
                        .flatMap(explanation -> text(explanation, width).lines())
                        .filter(line -> line.codePointCount(0, line.length()) > width)
                        .toList();

        assertThat(wide).isEmpty();
    }

    @Test
    void coloursComeOnlyWhenTold() throws IOException {
        var coloured = new StringBuilder();
        explanations.of("4.7.0", null, null).render(coloured, 100, true);

        assertThat(coloured.toString()).contains("\u001b[1m");
        assertThat(text(explanations.of("4.7.0", null, null), 100)).doesNotContain("\u001b");
        assertThat(coloured.toString().replaceAll("\u001b\\[\\d+m", ""))
                .isEqualTo(text(explanations.of("4.7.0", null, null), 100));
    }

    @Test
    void everyPageAsJsonFitsTheSchema() throws IOException {
        var file = Corpora.root().resolve("docs/schemas/explain.schema.json");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(file), InputFormat.JSON);
        for (var page : reference.headings()) {
            var json = explanations.of(page.id(), null, null).json();
            assertThat(schema.validate(json, InputFormat.JSON)).as(page.id()).isEmpty();
        }
        for (var reply :
                List.of(
                        LOW_REPUTATION,
                        NOT_ALLOWED,
                        "TSS40",
                        "\"\\\t\u0001 \ud83d\ude00",
                        "421",
                        "",
                        "\ud800 x")) {
            var json = explanations.of(reply, null, Stage.RCPT).json();
            assertThat(schema.validate(json, InputFormat.JSON)).as(reply).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LOW_REPUTATION,
                NOT_ALLOWED,
                "550 5.1.1 no such \"user\" \\here",
                "451 4.7.1 Greylisted, try again in 300 seconds",
                "554 IP=192.0.2.66 - A problem occurred"
            })
    void theJsonBeginsAsClassifyWritesIt(String reply) {
        var explanation = explanations.of(reply, null, null);
        var verdict = new Judge(Knowledge.shipped().rules()).judge(reply, null, null, null);

        var classified = VerdictJson.of(verdict, explanation.stage());

        assertThat(explanation.json())
                .startsWith(classified.substring(0, classified.length() - 1) + ",\"asked\":");
    }

    @Test
    void theJsonBeginsWithTheKeysOfClassify() {
        var json =
                new ObjectMapper()
                        .readTree(explanations.of(LOW_REPUTATION, null, Stage.CONTENT).json());

        assertThat(json.propertyNames())
                .startsWith(
                        "code",
                        "status",
                        "provider",
                        "cause",
                        "scope",
                        "signalled",
                        "effective",
                        "retry_after_s",
                        "stage",
                        "next",
                        "rule",
                        "explanation");
        assertThat(json.get("stage").asString()).isEqualTo("content");
        assertThat(json.get("minimum_pause_s").asInt()).isEqualTo(86400);
        assertThat(json.get("page").get("id").asString()).isEqualTo("gmail/4.7.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.1.1 <dan@recipient.example>: User unknown in virtual mailbox table",
                "452 4.2.2 Mailbox full",
                "451 4.7.1 Greylisted, try again in 300 seconds",
                "smtp; 550 5.7.1 Service unavailable; client [192.0.2.1] blocked using zen.spamhaus.org",
                "554 Message not allowed - [PH01]",
                "Host or domain name not found. Name service error for name=recipient.example type=MX",
                "lost connection with mx.recipient.example[203.0.113.2] while sending end of data",
                "[IPTS04] Messages from 192.0.2.44 temporarily deferred",
                "421-4.7.28 unusual rate\n421 4.7.28 of mail"
            })
    void everyReplyIsExplained(String reply) {
        var explanation = explanations.of(reply, null, null);

        assertThat(explanation.pages()).isNotEmpty();
        assertThat(text(explanation, 100)).contains("WHAT TO DO NOW");
    }

    @Test
    @Tag("slow")
    void nonsenseIsAnsweredAndNeverFails() {
        var chance = new Random(2);
        var letters = "421 45.70-[]()<>:;/\\\n\t\"'ab{}%é漢\ud83d\u0000host said";
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            chance.ints(chance.nextInt(60), 0, letters.length())
                    .forEach(at -> text.append(letters.charAt(at)));
            var explanation = explanations.of(text.toString(), null, null);
            assertThat(text(explanation, 80)).as(text.toString()).isNotBlank();
            assertThat(explanation.json()).as(text.toString()).startsWith("{\"code\":");
        }
    }

    @Test
    void aVeryLongLineIsExplainedInTime() {
        var line = "550 5.1.1 " + "a1:b2:".repeat(20_000) + " user unknown";

        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> explanations.of(line, null, null).json());
    }

    @Test
    void aRetryHintIsRead() {
        assertThat(
                        text(
                                explanations.of(
                                        "451 4.7.1 Greylisted, try again in 300 seconds",
                                        null,
                                        null),
                                100))
                .contains("Retry after 5 minutes");
    }

    private static List<String> ids(Explanation explanation) {
        return explanation.pages().stream().map(CodePage::id).toList();
    }

    private static String text(Explanation explanation, int width) {
        var text = new StringBuilder();
        try {
            explanation.render(text, width, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
