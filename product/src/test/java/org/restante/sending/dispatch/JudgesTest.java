package org.restante.sending.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.restante.app.knowledge.Knowledge;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Judge;
import org.restante.meaning.verdict.Permanence;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Verdict;
import org.restante.sending.delivery.Outcome;

/// What we say of mail that no host was asked about is meant as we say it.
final class JudgesTest {
    private final Judges judges = new Judges(() -> new Judge(Knowledge.shipped().rules()));

    @Test
    void aDomainThatDoesNotExistIsTheRecipientsTroubleAndNotTheSenders() {
        var verdict = judged("5.1.2", "The domain xn--mnchen-3ya.test does not exist.");

        assertThat(verdict.cause()).isEqualTo(Cause.NO_SUCH_USER);
        assertThat(verdict.scope()).isEqualTo(Scope.RECIPIENT);
        assertThat(verdict.effective()).isEqualTo(Permanence.PERMANENT);
    }

    @Test
    void aDomainThatTakesNoMailIsTheRecipientsTroubleToo() {
        var verdict = judged("5.1.10", "shop.test says that it takes no mail (null MX).");

        assertThat(verdict.cause()).isEqualTo(Cause.NO_SUCH_USER);
        assertThat(verdict.scope()).isEqualTo(Scope.RECIPIENT);
    }

    @Test
    void aMailHostThatDoesNotExistIsNoTroubleOfTheSenders() {
        var verdict =
                judged("5.4.4", "No mail host of shop.test has an address: mx1 does not exist.");

        assertThat(verdict.cause()).isEqualTo(Cause.DNS);
        assertThat(verdict.scope()).isEqualTo(Scope.RECEIVER);
    }

    @Test
    void aMessageTooLargeForTheHostIsTheMessagesTrouble() {
        var verdict = judged("5.3.4", "The message has 900 octets, the host takes 800");

        assertThat(verdict.cause()).isEqualTo(Cause.SIZE);
    }

    private Verdict judged(String status, String text) {
        var verdict = judges.verdict(new Outcome.Unfit(status, text), null);
        assertThat(verdict).isNotNull();
        return java.util.Objects.requireNonNull(verdict);
    }
}
