package org.restante.meaning.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.restante.mail.smtp.EnhancedStatusCode;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Scope;

final class CodeReferenceTest {
    private static final CodePage TEMPORARY = page("4.0.0", null);
    private static final CodePage POLICY = page("4.7.0", null);
    private static final CodePage SYNTAX = page("X.1.3", null);
    private static final CodePage SHUT = page("421", null);
    private static final CodePage GMAIL =
            page("4.7.0", "gmail", List.of("4.7.0"), List.of(), List.of("gsmtp"));
    private static final CodePage BANNED =
            page("5.7.606", "microsoft-365", List.of("5.7.606-5.7.649"), List.of(), List.of());
    private static final CodePage TSS04 =
            page("TSS04", "yahoo", List.of(), List.of("TSS04", "TSS05"), List.of());
    private static final CodePage COMCAST =
            page("BL", "comcast", List.of(), List.of("BL0000??", "RL*"), List.of());

    private final CodeReference reference =
            CodeReference.of(
                    List.of(TEMPORARY, POLICY, SYNTAX, SHUT, GMAIL, BANNED, TSS04, COMCAST));

    @Test
    void aCodeFindsItsPage() {
        assertThat(reference.lookup("4.7.0").pages()).containsExactly(POLICY);
        assertThat(reference.lookup("421").pages()).containsExactly(SHUT);
        assertThat(reference.lookup("TSS04").pages()).containsExactly(TSS04);
        assertThat(reference.lookup("[tss05]").pages()).containsExactly(TSS04);
        assertThat(reference.lookup("yahoo/TSS04").pages()).containsExactly(TSS04);
    }

    @Test
    void aPageForAnyClassAnswersBoth() {
        assertThat(reference.lookup("5.1.3").pages()).containsExactly(SYNTAX);
        assertThat(reference.lookup("4.1.3").pages()).containsExactly(SYNTAX);
    }

    @Test
    void anUnknownDetailFallsBackToItsSubjectThenToItsClass() {
        assertThat(reference.lookup("4.7.99"))
                .isEqualTo(new CodeReference.Found(List.of(POLICY), false));
        assertThat(reference.lookup("4.9.9"))
                .isEqualTo(new CodeReference.Found(List.of(TEMPORARY), false));
        assertThat(reference.lookup("499").pages()).containsExactly(TEMPORARY);
    }

    @Test
    void theProvidersUseOfACodeComesFirst() {
        var status = new EnhancedStatusCode(4, 7, 0);

        assertThat(reference.byStatus(status, "gmail").pages()).containsExactly(GMAIL, POLICY);
        assertThat(reference.byStatus(status, "yahoo").pages()).containsExactly(POLICY);
        assertThat(reference.otherMeanings(status)).containsExactly(GMAIL.heading());
    }

    @Test
    void aRangeOfCodesIsOnePage() {
        var banned = new EnhancedStatusCode(5, 7, 630);

        assertThat(reference.byStatus(banned, "microsoft").pages()).containsExactly(BANNED);
    }

    @Test
    void aTokenInsideAReplyIsFoundButNotInsideAWord() {
        assertThat(reference.inText("421 4.7.0 [TSS04] Messages from 192.0.2.1"))
                .containsExactly(TSS04);
        assertThat(reference.inText("554 BL000010 blocked, RL000001")).containsExactly(COMCAST);
        assertThat(reference.inText("421 XTSS04 and TSS041 and BL0000x")).isEmpty();
    }

    @Test
    void aReplyGetsTokenThenProviderThenStatusThenCode() {
        var status = Optional.of(new EnhancedStatusCode(4, 7, 0));

        assertThat(
                        reference
                                .forReply(OptionalInt.of(421), status, "try later - gsmtp", null)
                                .pages())
                .containsExactly(GMAIL, POLICY, SHUT);
        assertThat(reference.forReply(OptionalInt.of(421), status, "[TSS04]", "yahoo").pages())
                .containsExactly(TSS04, POLICY, SHUT);
    }

    @Test
    void aTokenOfAnotherMailboxProviderIsACoincidence() {
        var found = reference.forReply(OptionalInt.of(421), Optional.empty(), "TSS04", "gmail");

        assertThat(found.pages()).containsExactly(SHUT);
    }

    @Test
    void aMistypedCodeIsGuessed() {
        assertThat(reference.lookup("TSS40").isEmpty()).isTrue();
        assertThat(reference.nearest("TSS40", 3)).containsExactly(TSS04.heading());
    }

    @Test
    void searchWantsEveryWord() {
        assertThat(reference.search("title yahoo")).containsExactly(TSS04);
        assertThat(reference.search("title nonsense")).isEmpty();
    }

    private static CodePage page(String code, @Nullable String provider) {
        return page(code, provider, List.of(), List.of(), List.of());
    }

    private static CodePage page(
            String code,
            @Nullable String provider,
            List<String> statuses,
            List<String> tokens,
            List<String> signs) {
        return new CodePage(
                new Heading(code, provider, "Title of " + code, statuses, tokens, signs),
                new Nature(
                        CodeClass.TEMPORARY,
                        Severity.LOW,
                        "security",
                        Cause.POLICY,
                        Scope.SOURCE,
                        List.of(NextStep.RETRY),
                        null),
                "What it means.",
                List.of("Because."),
                List.of("Wait."),
                "An hour.",
                code,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                List.of());
    }
}
