package org.restante.app.notice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NoticesTest {
    @Test
    void aBugInOneLookIsNotTheEndOfAll() {
        assertThat(Notices.pauseAfter(() -> {})).isEqualTo(Notices.EACH_MILLIS);
        assertThat(
                        Notices.pauseAfter(() -> {
                            throw new IllegalStateException("a bug");
                        }))
                .isEqualTo(Notices.AFTER_BUG_MILLIS);
    }
}
