package org.restante.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomlj.Toml;

final class ScalarTest {
    @TempDir private Path folder;

    private Object read(Class<?> type, String written) throws Unfit {
        var around = new Around(folder, Map.of("TOKEN", "s3cret"));
        return Scalar.of(type)
                .orElseThrow()
                .read((Object) Toml.parse("x = " + written).get("x"), around);
    }

    private String shown(Class<?> type, String written) throws Unfit {
        return Scalar.of(type).orElseThrow().write(read(type, written));
    }

    @Test
    void whatIsReadIsWrittenAsPeopleWriteIt() throws Unfit {
        assertThat(shown(Duration.class, "'72h'")).isEqualTo("\"72h\"");
        assertThat(shown(Duration.class, "'1h30m'")).isEqualTo("\"1h30m\"");
        assertThat(shown(Duration.class, "'90s'")).isEqualTo("\"1m30s\"");
        assertThat(shown(Duration.class, "'14d'")).isEqualTo("\"14d\"");
        assertThat(shown(Duration.class, "'250ms'")).isEqualTo("\"250ms\"");
        assertThat(shown(Duration.class, "'0s'")).isEqualTo("\"0s\"");
        assertThat(shown(Size.class, "'50MiB'")).isEqualTo("\"50MiB\"");
        assertThat(shown(Size.class, "'50MB'")).isEqualTo("\"50000000B\"");
        assertThat(shown(Size.class, "'1 GiB'")).isEqualTo("\"1GiB\"");
        assertThat(shown(InetSocketAddress.class, "'*:25'")).isEqualTo("\"*:25\"");
        assertThat(shown(InetSocketAddress.class, "'[::1]:25'")).isEqualTo("\"[::1]:25\"");
        assertThat(shown(InetSocketAddress.class, "'localhost:25'")).isEqualTo("\"127.0.0.1:25\"");
        assertThat(shown(String.class, "'say \"hi\"'")).isEqualTo("\"say \\\"hi\\\"\"");
    }

    @Test
    void whatIsNoneIsRefused() {
        for (var span : new String[] {"'5'", "'5 minutes'", "5", "''", "'-5m'", "'1m1x'"}) {
            assertThatThrownBy(() -> read(Duration.class, span)).as(span).isInstanceOf(Unfit.class);
        }
        for (var size : new String[] {"'5'", "5", "'5 megs'", "'99999999TiB'", "'-1B'"}) {
            assertThatThrownBy(() -> read(Size.class, size)).as(size).isInstanceOf(Unfit.class);
        }
        for (var socket :
                new String[] {
                    "'25'", "':25'", "'::1:25'", "'host.example:25'", "'1.2.3.4:70000'"
                }) {
            assertThatThrownBy(() -> read(InetSocketAddress.class, socket))
                    .as(socket)
                    .isInstanceOf(Unfit.class);
        }
    }

    @Test
    void secretsComeFromElsewhereAndAreNotShown() throws Exception {
        Files.writeString(folder.resolve("token"), "h1dden\n");

        assertThat(((Secret) read(Secret.class, "{ env = 'TOKEN' }")).text()).isEqualTo("s3cret");
        assertThat(((Secret) read(Secret.class, "{ file = 'token' }")).text()).isEqualTo("h1dden");
        assertThat(shown(Secret.class, "{ file = 'token' }")).isEqualTo("{ file = \"token\" }");
        assertThat(read(Secret.class, "{ env = 'TOKEN' }").toString()).doesNotContain("s3cret");
    }

    @Test
    void aSecretThatIsNotThereIsToldWithoutShowingIt() {
        assertThatThrownBy(() -> read(Secret.class, "'s3cret'"))
                .isInstanceOf(Unfit.class)
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> read(Secret.class, "{ env = 'NONE' }"))
                .hasMessage("is in no environment variable NONE");
        assertThatThrownBy(() -> read(Secret.class, "{ file = 'none' }"))
                .hasMessage("cannot be read from " + folder.resolve("none"));
    }
}
