package org.restante.sending.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.restante.sending.spool.Standing;

final class DetailTest {
    private static Detail kept(byte[] bytes) {
        return Detail.of(new Standing(1, false, 1, 0, bytes));
    }

    @Test
    void everyFieldComesBack() {
        var export = UUID.fromString("01990000-0000-7000-8000-000000000001");
        var at = Instant.parse("2026-11-20T12:00:00Z");
        var detail =
                kept(
                        kept(new byte[0])
                                .withCause(Optional.of("mailbox-full"))
                                .withPool("bulk")
                                .withReleased(at)
                                .withExported(export, false)
                                .toBytes());
        assertThat(detail.cause()).contains("mailbox-full");
        assertThat(detail.pool()).contains("bulk");
        assertThat(detail.released()).contains(at);
        assertThat(detail.exported()).contains(export);
        assertThat(detail.withoutExport().exported()).isEmpty();
    }

    @Test
    void aFieldOfALaterVersionStaysAndACutOneDoesNoHarm() {
        var later = new byte[] {'Z', 2, 7, 8, 'P', 1, 'a', 'C', 9, 'x'};
        var detail = kept(later).withPool("b");
        assertThat(detail.pool()).contains("b");
        assertThat(kept(detail.toBytes()).fields().get((byte) 'Z')).containsExactly(7, 8);
    }
}
