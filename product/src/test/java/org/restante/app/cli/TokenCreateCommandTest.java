package org.restante.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenCreateCommandTest {
    @TempDir private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"2020-01-01T00:00:00Z", "P0D", "P-3D", "PT-1H"})
    void aTokenThatIsDeadFromTheStartIsNotMade(String expires) {
        var run = create(expires);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("--expires: '" + expires + "' is over", "P90D would be right");
        assertThat(data.resolve("tokens.toml")).doesNotExist();
    }

    @Test
    void aTokenLastsForAsLongAsItIsSaid() {
        assertThat(create("P90D").exit()).isZero();
    }

    private CommandRun create(String expires) {
        return CommandRun.of(
                "", "token", "create", "shop", "--expires", expires, "--data", data.toString());
    }
}
