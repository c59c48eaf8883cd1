package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.api.ConfigurationRoutes.Setting;
import org.restante.app.api.ConfigurationRoutes.Settings;
import org.restante.app.config.ConfigFile;

/// What the page of settings tells, of a file as it was at the start and as it is now.
final class SettingsInForceTest {
    @TempDir private Path folder;

    private ConfigFile file(String text) throws Exception {
        return ConfigFile.parse(
                folder.resolve("restante.toml"), "[server]\ndata = \"data\"\n" + text, Map.of());
    }

    private static Setting at(Settings all, String path) {
        return all.settings().stream()
                .filter(one -> one.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aValueIsToldWithItsLineAndADefaultAsSuch() throws Exception {
        var file = file("[reception]\nmessage_size = \"1MiB\"\n");

        var all = SettingsInForce.of(file, file);

        var size = at(all, "reception.message_size");
        assertThat(size.value()).isEqualTo("\"1MiB\"");
        assertThat(size.from()).isEqualTo("restante.toml:4");
        assertThat(size.heading()).isEqualTo("[reception]");
        assertThat(size.meaning()).isNotEmpty();
        assertThat(size.waiting()).isNull();
        assertThat(all.settings()).anyMatch(one -> one.from().equals("default"));
    }

    @Test
    void whatNeedsARestartStaysAndTellsWhatWaits() throws Exception {
        var all =
                SettingsInForce.of(
                        file("[[listener]]\naddress = \"127.0.0.1:2525\"\n"),
                        file("[[listener]]\naddress = \"127.0.0.1:2526\"\n"));

        var address = at(all, "listener[0].address");
        assertThat(address.value()).isEqualTo("\"127.0.0.1:2525\"");
        assertThat(address.waiting()).isEqualTo("\"127.0.0.1:2526\"");
    }

    @Test
    void aTableThatComesWithTheNextStartHasNoValuesYetAndOneThatGoesStillHasThem()
            throws Exception {
        var with = file("[[listener]]\naddress = \"127.0.0.1:2525\"\n");
        var without = file("");

        var comes = at(SettingsInForce.of(without, with), "listener[0].address");
        assertThat(comes.value()).isEmpty();
        assertThat(comes.waiting()).isEqualTo("\"127.0.0.1:2525\"");
        var goes = at(SettingsInForce.of(with, without), "listener[0].address");
        assertThat(goes.value()).isEqualTo("\"127.0.0.1:2525\"");
        assertThat(goes.waiting()).isEmpty();
    }

    @Test
    void aSecretIsToldByItsPlaceAlone() throws Exception {
        Files.writeString(folder.resolve("password"), "hush hush");
        var file =
                file(
                        "[policy]\naddress = \"http://us:pssst@127.0.0.1:9/\"\ntoken = { file = \"password\" }\n");

        var all = SettingsInForce.of(file, file);

        assertThat(all.toString()).contains("{ file = ").doesNotContain("hush", "pssst");
    }
}
