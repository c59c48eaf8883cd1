package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FilterTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private static Filter of(Facet facet, String... values) {
        return new Filter(Map.of(facet, Set.of(values)), Optional.empty(), Optional.empty());
    }

    @Test
    void lettersCountAlikeWhetherGreatOrSmall() {
        assertThat(of(Facet.PROVIDER, "Gmail")).isEqualTo(of(Facet.PROVIDER, "gmail"));
    }

    private static QueuedRecipient waiting(String tenant, String stream) {
        return new QueuedRecipient(
                new UUID(1, 2),
                0,
                "a@x.test",
                "x.test",
                null,
                null,
                "",
                null,
                null,
                null,
                tenant,
                stream,
                null,
                "all",
                "mta1",
                false,
                NOON,
                NOON,
                1,
                0,
                NOON,
                QueuedRecipient.State.WAITING,
                null,
                null,
                null);
    }

    /// A token that is bound to `acme` sees nothing of `ACME`.
    @Test
    void mailOfATenantIsNoneOfAnotherWhoseNameHasOtherLetters() {
        var theirs = of(Facet.TENANT, "acme");
        assertThat(theirs.matches(waiting("acme", "News"), NOON)).isTrue();
        assertThat(theirs.matches(waiting("ACME", "News"), NOON)).isFalse();
        assertThat(of(Facet.STREAM, "news").matches(waiting("acme", "News"), NOON)).isTrue();
    }

    @Test
    void aTenantIsMeantAsItIsWritten() {
        assertThat(of(Facet.TENANT, "Acme")).isNotEqualTo(of(Facet.TENANT, "acme"));
        assertThat(of(Facet.TENANT, "Acme").toString()).isEqualTo("tenant=Acme");
    }
}
