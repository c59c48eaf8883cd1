package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LogBlocksHeadTest {
    @Test
    void whoeverReadsALaterBlockFindsTheBeginningOfTheFile() throws Exception {
        var text = "type,timeLogged\n" + "d,2026-11-20 12:00:00+0000\n".repeat(100_000);
        var file =
                LogFile.of(
                        "acct.csv",
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        Instant.parse("2026-11-20T12:00:00Z"));
        try (var blocks = new LogBlocks(List.of(file))) {
            var first = blocks.newBlock();
            var second = blocks.newBlock();
            assertThat(blocks.next(first)).isTrue();
            assertThat(blocks.next(second)).isTrue();

            assertThat(new String(blocks.head(second.file()), StandardCharsets.UTF_8))
                    .startsWith("type,timeLogged\n");
        }
    }
}
