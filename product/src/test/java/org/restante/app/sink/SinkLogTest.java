package org.restante.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.simulation.sink.ModelTime;
import org.restante.testing.Corpora;

/// What is told of receivers, from the first line to the last.
@Timeout(120)
final class SinkLogTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final AtomicLong ticker = new AtomicLong();
    private final List<Socket> clients = new ArrayList<>();
    private Sinks sinks;
    private SinkLog log;

    @BeforeEach
    void begin() throws Exception {
        var posts =
                Posts.of(
                        Optional.empty(),
                        List.of("orange=127.0.0.1:0"),
                        List.of("127.0.0.1:0"),
                        "127.0.10.1:2625",
                        1);
        var one = List.of(posts.getFirst().addresses().getFirst());
        sinks =
                Sinks.start(
                        List.of(new Post(posts.getFirst().model(), one), posts.getLast()),
                        Optional.empty(),
                        new ModelTime(ticker::get, 0, 10),
                        nanos -> {},
                        1);
        log = new SinkLog(sinks);
    }

    @AfterEach
    void end() throws IOException {
        for (var socket : clients) {
            socket.close();
        }
        sinks.close();
    }

    /// Opens connections to Orange, one more than it allows, and hears the greeting of each.
    private void tooMany() throws IOException {
        var address = sinks.posts().getFirst().addresses().getFirst();
        for (var expected : List.of("220", "220", "421")) {
            var socket = new Socket(address.getAddress(), address.getPort());
            clients.add(socket);
            var in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(in.readLine()).startsWith(expected);
        }
    }

    private int port(int number) {
        return sinks.posts().get(number).addresses().getFirst().getPort();
    }

    @Test
    void theOpeningTellsWhoHidesWhatAndHowMailIsLedThere() {
        assertThat(String.join("\n", log.opening()))
                .startsWith("orange     127.0.0.1:" + port(0) + " ")
                .contains("10/s, 50 at once; 2 connections, 100 messages each\n")
                .contains("unlimited  127.0.0.1:" + port(1) + " ")
                .endsWith(
                        "--route orange.test=127.0.0.1:"
                                + port(0)
                                + " --route unlimited.test=127.0.0.1:"
                                + port(1));
    }

    @Test
    void aSecondTellsWhoRefused() throws IOException {
        tooMany();
        ticker.set(2_000_000_000L);
        log.look();

        assertThat(log.line())
                .startsWith("    2s       0 taken      1 refused ")
                .endsWith("  orange: connections 1");
        assertThat(log.json(NOON))
                .singleElement()
                .asString()
                .startsWith(
                        "{\"time\":\"2026-11-20T12:00:00Z\",\"model_s\":20.0,\"receiver\":\"orange\",\"taken\":0,\"octets\":0,\"connections\":3,")
                .endsWith("\"refused\":{\"connections\":1},\"limit_per_s\":10.0}");

        assertThat(log.isQuiet()).isFalse();

        log.look();
        assertThat(log.json(NOON)).isEmpty();
        assertThat(log.isQuiet()).isTrue();
    }

    @Test
    void theEndTellsTheSums() throws IOException {
        tooMany();

        assertThat(log.summary())
                .element(1)
                .asString()
                .matches("orange +0 +3 +[23] +0\\.0 +1 +0  connections 1");
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(
                                        Corpora.root().resolve("docs/schemas/sink.schema.json")),
                                InputFormat.JSON);
        assertThat(schema.validate(log.summaryJson(), InputFormat.JSON)).isEmpty();
        assertThat(log.summaryJson()).contains("\"connections\" : 1");
    }
}
