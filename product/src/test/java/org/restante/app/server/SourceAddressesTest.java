package org.restante.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.app.config.ConfigFile;

final class SourceAddressesTest {
    @TempDir private Path folder;

    @Test
    void anAddressThatIsNotOursOrOfTwoSourcesIsDoubted() throws Exception {
        var file = folder.resolve("restante.toml");
        Files.writeString(
                file,
                """
                [server]
                data = "data"
                [source.m1]
                ipv4 = "127.0.0.12"
                [source.m2]
                ipv4 = "127.0.0.12"
                [source.m3]
                ipv4 = "192.0.2.77"
                [source.m4]
                ipv4 = "192.0.2.78"
                egress = "haproxy:10.0.0.1:2500"
                """);

        var doubts =
                new SourceAddresses(ConfigFile.read(file, Map.of()), InetAddress::isLoopbackAddress)
                        .doubts();

        assertThat(doubts.toString())
                .contains(
                        "source.m2.ipv4 is 127.0.0.12, the address of source m1 too",
                        "source.m3.ipv4 is 192.0.2.77, and this machine has no such address")
                .doesNotContain("m4");
    }
}
