package org.restante.insight.casefile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.restante.insight.incident.Alternative;
import org.restante.insight.incident.Diagnosis;
import org.restante.insight.incident.Dimension;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentScope;
import org.restante.insight.incident.Severity;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.provider.Limits;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.tomlj.Toml;

final class CaseFileTest {
    private static final Instant SINCE = Instant.parse("2026-05-28T09:20:00Z");
    private static final String NOT_ALLOWED = "421 4.7.0 Not allowed";

    private static final CaseFacts FACTS =
            new CaseFacts.Facts()
                    .receiver("mx.receiver.example", "203.0.113.25")
                    .source("198.51.100.24", "mail1.example.com", "mail1.example.com")
                    .envelopeSender("bounce@example.com")
                    .senderDomain("example.com")
                    .domains(List.of("receiver.example"))
                    .reply(NOT_ALLOWED)
                    .seen(SINCE, SINCE.plusSeconds(7200))
                    .messages(List.of("<1@example.com>"), List.of("4F1A2B3C"))
                    .authentication(
                            List.of(
                                    new CaseFacts.Check("SPF", "pass"),
                                    new CaseFacts.Check("DKIM", "pass")))
                    .changes(
                            List.of(
                                    new CaseFacts.Change(
                                            SINCE.plusSeconds(1800),
                                            "pause site=other.example by user anna: their boss called",
                                            null),
                                    new CaseFacts.Change(
                                            SINCE.plusSeconds(1900),
                                            "DNS change: SPF of customer.example",
                                            "DNS change: SPF of customer.example"),
                                    new CaseFacts.Change(
                                            SINCE.plusSeconds(2000),
                                            "DNS change: PTR of 198.51.100.24",
                                            "DNS change: PTR of 198.51.100.24")))
                    .done();

    private static Incident incident(Diagnosis diagnosis, Cause cause) {
        return new Incident(
                "0011aabbccdd",
                SINCE,
                null,
                new IncidentScope(
                        "receiver",
                        null,
                        null,
                        "198.51.100.24",
                        null,
                        Stage.GREETING,
                        List.of("receiver")),
                cause,
                diagnosis,
                .91,
                .62,
                .01,
                700,
                434,
                Severity.PAUSE,
                List.of(
                        new Evidence.Inside(434, 700),
                        new Evidence.Outside(12, 9000),
                        new Evidence.CleanSibling(Dimension.SOURCE, "198.51.100.25", 3, 650),
                        new Evidence.Messages(400, 600),
                        new Evidence.Causes(List.of(new Evidence.CauseCount(cause, 434)))),
                List.of(
                        new Alternative(
                                Diagnosis.IDENTITY, Cause.RDNS, .05, "The PTR does not resolve.")),
                List.of(NextStep.PAUSE),
                List.of("Stop bulk mail from this source to this receiver."));
    }

    private static CaseFile file(Diagnosis diagnosis, Cause cause) {
        return new CaseFile(incident(diagnosis, cause), FACTS, null, false);
    }

    private static final CaseFile BLOCKED = file(Diagnosis.SOURCE_BLOCKED_AT_ONE, Cause.REPUTATION);

    @Test
    void theEvidenceHoldsWhatAPostmasterLooksFor() {
        assertThat(BLOCKED.evidence())
                .contains("Source address: 198.51.100.24\n")
                .contains("PTR: mail1.example.com\n")
                .contains("EHLO: mail1.example.com\n")
                .contains("Receiving host: mx.receiver.example [203.0.113.25]\n")
                .contains("Reply: 421 4.7.0 Not allowed\n")
                .contains("Stage: greeting\n")
                .contains("First seen: 2026-05-28 09:20 UTC\n")
                .contains("198.51.100.25 is clean");
    }

    @Test
    void theLetterIsAddressedToThePostmasterAndNamesCodeSourceAndTime() {
        assertThat(BLOCKED.letter())
                .startsWith("To: postmaster@receiver.example\n")
                .contains(
                        "Subject: 421 4.7.0 replies to mail from 198.51.100.24 since 2026-05-28 09:20 UTC\n")
                .contains("refused 434 of 700 delivery attempts of ours at the stage GREETING.")
                .contains("We have checked: SPF pass, DKIM pass.")
                .contains(
                        "On our side:\n- 2026-05-28 09:53 UTC: DNS change: PTR of 198.51.100.24\n")
                .endsWith("Thank you.\n");
    }

    /// They go to a stranger: what was done elsewhere, for whom, by whom and why is no business of theirs.
    @Test
    void letterAndEvidenceTellNothingOfOtherReceiversCustomersAndPeople() {
        assertThat(BLOCKED.letter() + BLOCKED.evidence())
                .doesNotContain("other.example")
                .doesNotContain("anna")
                .doesNotContain("customer.example");
        assertThat(BLOCKED.ticket()).contains("by user anna", "customer.example");
    }

    @Test
    void nothingThatIsNotKnownIsInALetter() {
        var letter =
                new CaseFile(
                                incident(Diagnosis.POLICY_REFUSAL, Cause.POLICY),
                                CaseFacts.of(List.of("receiver.example"), NOT_ALLOWED),
                                null,
                                false)
                        .letter();

        assertThat(letter)
                .contains("PTR: (to fill in)")
                .contains("EHLO: (to fill in)")
                .doesNotContain("checked")
                .doesNotContain("On our side")
                .doesNotContain("Message ids")
                .doesNotContain("Envelope sender")
                .doesNotContain("null");
    }

    @Test
    void theTicketSaysWhatToDoAndWhatElseItMightBe() {
        assertThat(BLOCKED.ticket())
                .contains("pause bulk mail in this scope")
                .contains("transactional mail may go on alone")
                .contains("Or else: identity (5 %): The PTR does not resolve.")
                .contains("Review: in two hours");
    }

    @Test
    void aRulesMinimumPauseStandsInTheTicket() {
        var facts =
                new CaseFacts.Facts()
                        .domains(List.of("outlook.com"))
                        .reply("421 RP-001")
                        .minimumPauseHours(4)
                        .done();

        var ticket =
                new CaseFile(
                                incident(Diagnosis.SOURCE_BLOCKED_AT_ONE, Cause.REPUTATION),
                                facts,
                                null,
                                false)
                        .ticket();

        assertThat(ticket).contains("no trial before 4 hours have passed");
    }

    @Test
    void maskedFilesNameNoMailboxAndNoWholeAddress() {
        var masked = new CaseFile(BLOCKED.incident(), FACTS, null, true);

        assertThat(masked.evidence() + masked.letter() + masked.ticket())
                .doesNotContain("198.51.100.24")
                .doesNotContain("203.0.113.25")
                .doesNotContain("bounce@")
                .contains("198.51.x.x");
    }

    @ParameterizedTest
    @EnumSource(Diagnosis.class)
    void everyDiagnosisHasAdviceForEveryServer(Diagnosis diagnosis) {
        var file = file(diagnosis, Cause.REPUTATION);

        for (var server : Server.values()) {
            assertThat(file.configuration(server).lines().count())
                    .as(server + " " + diagnosis)
                    .isGreaterThan(1);
            assertThat(file.configuration(server)).doesNotContain("null");
        }
        assertThat(file.letter()).doesNotContain("null");
    }

    @Test
    void aRateCutGetsItsOwnSlowTransportInPostfix() {
        var advice = file(Diagnosis.RATE_CUT, Cause.RATE).configuration(Server.POSTFIX);

        assertThat(advice)
                .contains("slowreceiver  unix  -  -  n  -  -  smtp\n")
                .contains("    -o smtp_bind_address=198.51.100.24\n")
                .contains("slowreceiver_destination_concurrency_limit = 2\n")
                .contains("slowreceiver_destination_rate_delay = 30s\n")
                .contains("receiver.example  slowreceiver:\n")
                .contains("postmap /etc/postfix/transport\n");
    }

    @ParameterizedTest
    @EnumSource(Diagnosis.class)
    void postfixKnowsNoCommentBehindAValue(Diagnosis diagnosis) {
        file(diagnosis, Cause.RATE)
                .configuration(Server.POSTFIX)
                .lines()
                .filter(l -> l.matches("[a-z_]+ = .*"))
                .forEach(l -> assertThat(l).doesNotContain("#"));
    }

    @Test
    void aBlockPausesTheQueueInPowerMta() {
        assertThat(BLOCKED.configuration(Server.POWERMTA))
                .contains("pmta pause queue receiver.example/VMTA-OF-THIS-SOURCE\n")
                .contains("pmta resume queue");
    }

    @Test
    void powerMtaBlocksAreClosed() {
        var advice = file(Diagnosis.RATE_CUT, Cause.RATE).configuration(Server.POWERMTA);

        assertThat(advice)
                .containsSubsequence(
                        "<smtp-pattern-list slowreceiver>",
                        "reply /Not allowed/ mode=backoff",
                        "</smtp-pattern-list>",
                        "<domain receiver.example>",
                        "max-smtp-out 2",
                        "smtp-pattern-list slowreceiver",
                        "</domain>");
    }

    @ParameterizedTest
    @EnumSource(
            value = Diagnosis.class,
            names = {"RATE_CUT", "CONNECTION_LIMIT", "POLICY_REFUSAL", "GREYLISTING", "TLS_BROKEN"})
    void kumoMtasShapingIsToml(Diagnosis diagnosis) {
        var shaping = file(diagnosis, Cause.RATE).configuration(Server.KUMOMTA);

        assertThat(Toml.parse(shaping).errors()).isEmpty();
    }

    @Test
    void oneSectionServesAllDomainsOfAReceiverInKumoMta() {
        var facts = CaseFacts.of(List.of("yahoo.com", "aol.com"), NOT_ALLOWED);
        var advice =
                new CaseFile(incident(Diagnosis.RATE_CUT, Cause.RATE), facts, null, false)
                        .configuration(Server.KUMOMTA);

        assertThat(advice).contains("[\"yahoo.com\"]").doesNotContain("[\"aol.com\"]");
    }

    @Test
    void eximSerialisesAndRetriesLater() {
        assertThat(file(Diagnosis.RATE_CUT, Cause.RATE).configuration(Server.EXIM))
                .contains("  domains = receiver.example\n")
                .contains("  serialize_hosts = *\n")
                .contains("receiver.example  *  F,4h,30m; G,24h,1h,1.5; F,4d,6h\n");
    }

    @Test
    void anIncidentOfUnknownDomainsLeavesAPlaceToFillIn() {
        var advice =
                new CaseFile(
                                incident(Diagnosis.RATE_CUT, Cause.RATE),
                                CaseFacts.of(List.of(), null),
                                null,
                                false)
                        .configuration(Server.POSTFIX);

        assertThat(advice).contains("RECIPIENT-DOMAIN  slowreceiver:");
    }

    @Test
    void ofWhatIsOursToMendNoPostmasterIsAsked() {
        var letter =
                new CaseFile(incident(Diagnosis.BAD_LIST, Cause.NO_SUCH_USER), FACTS, null, false)
                        .letter();

        assertThat(letter)
                .startsWith("There is nothing to write to a postmaster: the addresses do not exist")
                .doesNotContain("Hello");
    }

    @ParameterizedTest
    @EnumSource(Diagnosis.class)
    void postfixAdviceTouchesNoQueuedMailThatIsNotConcerned(Diagnosis diagnosis) {
        assertThat(file(diagnosis, Cause.RATE).configuration(Server.POSTFIX))
                .doesNotContain("-H ALL")
                .doesNotContain("-r ALL")
                .doesNotContain("any(.recipients");
    }

    @Test
    void aPausedPostfixDefersOneTransportAndTriesOneMessage() {
        assertThat(BLOCKED.configuration(Server.POSTFIX))
                .contains("defer_transports = slowreceiver\n")
                .contains("postqueue -i QUEUE_ID\n")
                .doesNotContain("postsuper");
    }

    @Test
    void aHoldOfOneSenderEndsForThatSenderAlone() {
        assertThat(file(Diagnosis.CONTENT_AT_ONE, Cause.CONTENT).configuration(Server.POSTFIX))
                .contains(
                        "postqueue -j | jq -r 'select(.queue_name == \"hold\" and .sender == \"bounce@example.com\") | .queue_id' | postsuper -H -\n");
    }

    @Test
    void whereTlsIsBrokenPostfixGoesWithoutIt() {
        assertThat(file(Diagnosis.TLS_BROKEN, Cause.TLS).configuration(Server.POSTFIX))
                .contains("receiver.example  none\n")
                .doesNotContain("receiver.example  may");
    }

    @Test
    void aLetterAboutConnectionsThatFailSpeaksOfNoRefusal() {
        var facts = CaseFacts.of(List.of("receiver.example"), "Connection timed out");
        var letter =
                new CaseFile(incident(Diagnosis.PROVIDER_OUTAGE, Cause.NETWORK), facts, null, false)
                        .letter();

        assertThat(letter)
                .contains("434 of 700 delivery attempts of ours to your mail servers have failed")
                .doesNotContain("refused");
    }

    @Test
    void anHourIsNotWithinWhatReceiversDoWhenTheyRefuseForGood() {
        var facts =
                new CaseFacts.Facts()
                        .domains(List.of("receiver.example"))
                        .reply("550 5.7.1 blocked")
                        .seen(SINCE, SINCE.plusSeconds(7200))
                        .done();
        var ticket =
                new CaseFile(
                                incident(Diagnosis.SOURCE_BLOCKED_AT_ONE, Cause.REPUTATION),
                                facts,
                                null,
                                false)
                        .ticket();

        assertThat(ticket).doesNotContain("An hour is within what receivers do");
    }

    @Test
    void whatALogSaysEntersNoCommandUnlessItIsPlainlyAName() {
        var facts =
                new CaseFacts.Facts()
                        .envelopeSender("a'$(reboot)@example.com")
                        .domains(List.of("receiver.example", "x;reboot.example"))
                        .tenant("\"]\nreboot")
                        .sourceName("`reboot`")
                        .done();

        for (var diagnosis : Diagnosis.values()) {
            var file = new CaseFile(incident(diagnosis, Cause.CONTENT), facts, null, false);
            for (var server : Server.values()) {
                assertThat(file.configuration(server)).doesNotContain("reboot");
            }
        }
    }

    private static String letterAbout(String reply) {
        return new CaseFile(
                        incident(Diagnosis.POLICY_REFUSAL, Cause.POLICY),
                        CaseFacts.of(List.of("receiver.example"), reply),
                        new Provider(
                                "receiver",
                                "Receiver",
                                Provider.Kind.MAILBOX,
                                List.of(),
                                List.of(),
                                List.of(),
                                Limits.UNKNOWN,
                                null,
                                "form@receiver.example"),
                        false)
                .letter();
    }

    @Test
    void theLetterGoesWhereTheRefusalAsksForIt() {
        assertThat(
                        letterAbout(
                                "421 4.7.0 mx: IP=198.51.100.9 - not allowed. Contact tosa@rx.receiver.example for details."))
                .startsWith("To: tosa@rx.receiver.example\n");
        assertThat(letterAbout("550 5.7.1 Blocked, please email: unblock@receiver.example."))
                .startsWith("To: unblock@receiver.example\n");
        assertThat(
                        letterAbout(
                                "550 5.1.1 <contact@receiver.example> user unknown; contact the owner"))
                .startsWith("To: form@receiver.example\n");
    }
}
