package org.restante.app.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The reference of codes by HTTP.
@Timeout(120)
final class CodeRoutesTest {
    @TempDir private Path folder;

    @Test
    void aCodeIsFoundByItsNameAndByWordsAndAReplyIsExplained() throws Exception {
        try (var world = new HttpWorld(folder, HttpWorld.settings(), new CodeRoutes())) {
            var all = HttpWorld.json(world.get("/api/v1/codes", world.admin)).path("codes");
            assertThat(all.size()).isGreaterThan(100);
            var named = HttpWorld.json(world.get("/api/v1/codes?q=tss04", world.admin));
            assertThat(named.path("codes").path(0).path("id").asString()).isEqualTo("yahoo/TSS04");
            var page = HttpWorld.json(world.get("/api/v1/explain?text=yahoo%2FTSS04", world.admin));
            assertThat(page.path("page").path("id").asString()).isEqualTo("yahoo/TSS04");
            var reply =
                    HttpWorld.json(
                            world.get(
                                    "/api/v1/explain?text=451%204.7.1%20Greylisted&stage=rcpt",
                                    world.admin));
            assertThat(reply.path("cause").asString()).isEqualTo("greylist");
            assertThat(world.get("/api/v1/explain", world.admin).statusCode()).isEqualTo(400);
            assertThat(world.get("/api/v1/explain?text=1&stage=tea", world.admin).body())
                    .contains("rcpt would be right");
        }
    }
}
