package org.restante.app.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.app.knowledge.CodePages;
import org.restante.app.knowledge.Knowledge;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.CodeReference;
import org.restante.meaning.verdict.Judge;
import org.restante.testing.Corpora;

/// The codes and replies that public guides explain, each with the page we answer with and what it must have that theirs has not.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SeedRepliesTest {
    private Explanations explanations = Explanations.shipped();

    @BeforeAll
    void read() throws IOException {
        var reference = CodeReference.of(CodePages.read(Corpora.root().resolve("knowledge/codes")));
        var knowledge = Knowledge.shipped();
        explanations =
                new Explanations(new Judge(knowledge.rules()), knowledge.providers(), reference);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "421 4.7.0 [TS01] unusual traffic patterns from your server | mta5.am0.yahoodns.net | yahoo/TS01",
                "421-4.7.0 [203.0.113.10] Our system has detected that this message is suspicious due to the very low reputation of the sending IP address. - gsmtp | | gmail/4.7.0",
                "421 4.7.0 IP not in whitelist for RCPT domain, closing connection. - gsmtp | | gmail/4.7.0",
                "421 Too many connections from your IP | | X.4.5",
                "421 Service temporarily unavailable | | 421",
                "421 4.7.0 Not allowed | | 4.7.0",
                "421 4.7.0 Too many errors | | 4.7.0",
                "421 4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address | aspmx.l.google.com | gmail/4.7.28",
                "450 4.1.1 User not available | | 4.1.1",
                "450 4.2.1 Mailbox temporarily disabled | | 4.2.1",
                "450 4.7.1 Greylisting in action, please come back later | | greylisting/greylisted",
                "451 4.3.0 Internal server error | | 4.3.0",
                "451 4.4.0 Connection timed out | | 4.4.0",
                "451 4.3.5 Server configuration error | | 4.3.5",
                "452 4.2.2 Mailbox full | | 4.2.2",
                "452 4.3.1 Insufficient system resources | | X.3.1",
                "452 4.5.3 Too many recipients | | 4.5.3",
                "451 4.7.500 Server busy. Please try again later from [192.0.2.1]. | x.mail.protection.outlook.com | microsoft-365/4.7.500",
                "421 RP-001 The mail server IP connecting to Outlook.com has exceeded the rate limit | x.olc.protection.outlook.com | microsoft/RP-001",
                "421 RP-002 connection rate exceeded | x.olc.protection.outlook.com | microsoft/RP-002",
                "550 5.7.606 Access denied, banned sending IP [192.0.2.1] | x.mail.protection.outlook.com | microsoft-365/5.7.606",
                "550 5.7.1 Service unavailable, MailFrom domain is listed in Spamhaus | x.olc.protection.outlook.com | spamhaus/domain",
                "550-5.7.26 This mail is unauthenticated | aspmx.l.google.com | gmail/4.7.26",
                "421 4.2.1 The user you are trying to contact is receiving mail at a rate | aspmx.l.google.com | gmail/4.2.1"
            })
    void aReplyOfTheGuidesLeadsToThePage(String reply, @Nullable String mx, String page) {
        var explanation = explanations.of(reply, mx, null);

        assertThat(explanation.pages().getFirst().id()).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource({
        "gmail/4.7.0",
        "gmail/4.7.28",
        "4.7.28",
        "4.3.5",
        "4.7.1",
        "4.7.0",
        "microsoft-365/4.7.500",
        "yahoo/TS03",
        "qq/frequency"
    })
    void whereGuidesContradictAProviderThePageTells(String id) {
        var page = explanations.of(id, null, null).pages().getFirst();

        assertThat(page.conflict()).isNotBlank();
        assertThat(page.origins())
                .anyMatch(o -> o.of().equals("conflict") && !o.at().equals("practice"));
    }

    @Test
    void noPageAdvisesToSpreadOverMoreAddresses() throws IOException {
        var pages = CodePages.read(Corpora.root().resolve("knowledge/codes"));

        assertThat(pages)
                .flatExtracting(CodePage::now)
                .noneMatch(step ->
                        step.matches(
                                "(?i).*(spread|distribute|share).*(more|other|several) (ip|address|source).*"));
    }

    @Test
    void everyProviderOfAPageIsOneThatRulesKnow() throws IOException {
        var known = Knowledge.shipped().providers().all().stream().map(Provider::word).toList();
        var named =
                CodePages.read(Corpora.root().resolve("knowledge/codes")).stream()
                        .map(page -> page.heading().provider())
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();

        assertThat(known).containsAll(named);
    }

    /// Each rule's sample, with its provider's host where one is known: a page of the provider where it has one, and a page in any case.
    @Test
    void everySampleOfTheProviderTableIsExplained() throws IOException {
        var file = Corpora.requireShared("field/provider-codes-samples.tsv");
        int explained = 0;
        int own = 0;
        var none = new ArrayList<String>();
        var lines = Files.readAllLines(file);
        for (var line : lines.subList(1, lines.size())) {
            var reply = List.of(line.split("\t", -1)).get(2);
            var pages = explanations.of(reply, null, null).pages();
            if (pages.isEmpty()) {
                none.add(reply);
            } else {
                explained++;
                own += pages.getFirst().heading().provider() == null ? 0 : 1;
            }
        }
        Corpora.executed(
                "field/provider-codes-samples",
                explained,
                none.size(),
                0,
                own + " by a page of provider, filter or list, without the MX host");
        assertThat(none).isEmpty();
        assertThat(own).isGreaterThanOrEqualTo(200);
    }

    /// Another address, another id, the lines joined otherwise: the page is the same.
    @Test
    void thePageDoesNotHangOnAddressesAndLineBreaks() throws IOException {
        var lines = Files.readAllLines(Corpora.requireShared("field/provider-codes-samples.tsv"));
        var chance = new Random(7);
        var moved = new ArrayList<String>();
        for (var line : lines.subList(1, lines.size())) {
            var reply = List.of(line.split("\t", -1)).get(2);
            var page = firstPage(reply);
            for (int i = 0; i < 5; i++) {
                var other = mutated(reply, chance);
                if (!firstPage(other).equals(page)) {
                    moved.add(page + " -> " + firstPage(other) + ": " + other);
                }
            }
        }
        assertThat(moved).isEmpty();
    }

    private String firstPage(String reply) {
        return explanations.of(reply, null, null).pages().getFirst().id();
    }

    private static String mutated(String reply, Random chance) {
        var address = "198.51.100." + chance.nextInt(1, 255);
        var moved = reply.replaceAll("\\b203\\.0\\.113\\.\\d+\\b", address);
        var ended =
                moved
                        + " x"
                        + Integer.toHexString(chance.nextInt())
                        + "a - "
                        + chance.nextInt(9999);
        return chance.nextBoolean() ? ended.replaceFirst(" (?=[A-Za-z]{5})", "\n") : ended;
    }
}
