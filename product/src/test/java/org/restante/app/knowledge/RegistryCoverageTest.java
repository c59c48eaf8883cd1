package org.restante.app.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.meaning.reference.CodeReference;
import org.restante.testing.Corpora;

/// Every code of the registries has a page of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryCoverageTest {
    private static final Pattern REGISTERED =
            Pattern.compile("^X\\.(\\d+\\.\\d+),", Pattern.MULTILINE);

    private CodeReference reference = CodeReference.of(List.of());

    @BeforeAll
    void read() throws IOException {
        reference = CodeReference.of(CodePagesTest.pages());
    }

    @Test
    void everyCodeOfTheIanaRegistryHasItsOwnPage() throws IOException {
        var registry = Corpora.require("iana").resolve("smtp-enhanced-status-codes-3.csv");
        var reference = reference();
        var codes =
                REGISTERED
                        .matcher(Files.readString(registry))
                        .results()
                        .map(r -> r.group(1))
                        .toList();

        var missing = codes.stream().filter(code -> !hasPage(reference, code)).toList();

        Corpora.executed(
                "iana",
                codes.size() - missing.size(),
                missing.size(),
                0,
                "pages of the code reference");
        assertThat(codes).hasSize(81);
        assertThat(missing).isEmpty();
    }

    private static boolean hasPage(CodeReference reference, String code) {
        return Stream.of("2.", "4.", "5.", "X.")
                .anyMatch(c -> reference.page(c + code).isPresent());
    }

    @Test
    void everyTemporaryAndPermanentFormLeadsToAPageOfItsDetail() throws IOException {
        var registry = Corpora.require("iana").resolve("smtp-enhanced-status-codes-3.csv");
        var reference = reference();
        var lost = new ArrayList<String>();
        for (var code :
                REGISTERED
                        .matcher(Files.readString(registry))
                        .results()
                        .map(MatchResult::group)
                        .toList()) {
            for (var digit : List.of("4", "5")) {
                var form = digit + code.substring(1, code.length() - 1);
                if (!isAnswered(reference, form)) {
                    lost.add(form);
                }
            }
        }
        assertThat(lost).isEmpty();
    }

    /// By its own page, or by that of its sister class.
    private static boolean isAnswered(CodeReference reference, String form) {
        var detail = form.substring(1);
        return reference.lookup(form).pages().stream()
                .anyMatch(page -> page.heading().code().endsWith(detail));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                211, 214, 220, 221, 235, 250, 251, 252, 334, 354, 421, 422, 431, 432, 450, 451, 452,
                453, 454, 455, 458, 459, 500, 501, 502, 503, 504, 521, 523, 524, 525, 530, 533, 534,
                535, 538, 550, 551, 552, 553, 554, 555, 556, 571
            })
    void everyReplyCodeInUseHasItsOwnPage(int code) {
        assertThat(reference().byReplyCode(code).exact()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "4.7.0, policy",
        "5.7.1, policy",
        "4.7.28, rate",
        "4.2.2, mailbox-full",
        "5.1.1, no-such-user",
        "4.7.1, greylist",
        "5.7.25, rdns",
        "5.7.26, auth",
        "4.1.8, sender-invalid",
        "4.5.3, too-many-recipients",
        "4.4.1, network",
        "4.4.3, dns",
        "5.4.6, loop",
        "5.3.4, size",
        "4.3.0, server-error",
        "4.3.5, server-error",
        "5.7.8, policy",
        "5.2.1, mailbox-disabled",
        "5.5.2, protocol",
        "5.7.10, tls",
        "5.7.30, tls"
    })
    void theCauseOfAPageIsTheWordOfVerdicts(String status, String cause) {
        var page =
                reference()
                        .byStatus(EnhancedStatusCode.of(status).orElseThrow(), null)
                        .pages()
                        .getFirst();

        assertThat(page.nature().cause()).isNotNull();
        assertThat(page.nature().cause().word()).isEqualTo(cause);
    }

    private CodeReference reference() {
        return reference;
    }
}
