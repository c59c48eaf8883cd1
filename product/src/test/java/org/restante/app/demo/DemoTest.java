package org.restante.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.restante.mail.event.Attempt;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.mail.event.EventType;
import org.restante.record.journal.JournalReader;

/// The demonstration's first part, at full speed on real sockets.
@Tag("slow")
@Timeout(300)
final class DemoTest {
    private static final double SPEED = 200;

    @TempDir private Path folder;

    @Test
    void aSecondSourceJoinsAndNothingStays() throws Exception {
        var data = folder.resolve("data");
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var events = new ArrayList<Event>();
        var steps = new ArrayList<String>();
        try (var demo = Demo.start(data, here, SPEED, InstantSource.system(), System::nanoTime)) {
            assertThat(status(demo, "/readyz")).isEqualTo(200);
            try (var record = JournalReader.from(data.resolve("events"), null, line -> {})) {
                while (demo.passed().compareTo(Duration.ofMinutes(38)) < 0 || !isMuch(events)) {
                    steps.addAll(demo.news());
                    for (var line = record.next(); line != null; line = record.next()) {
                        events.add(EventJson.read(new String(line, StandardCharsets.UTF_8)));
                    }
                    Thread.onSpinWait();
                }
            }
        }
        assertThat(Files.exists(data)).isFalse();
        assertThat(events).allSatisfy(it -> assertThat(it.time()).isBefore(Instant.now()));
        assertThat(steps).isNotEmpty();
    }

    /// Whether mail went out in numbers, by both sources; on a slow machine that takes more of the demonstration's time.
    private static boolean isMuch(List<Event> events) {
        return events.stream().filter(it -> it.type() == EventType.DELIVERED).count() > 1_000
                && events.stream()
                        .map(Event::attempt)
                        .filter(Objects::nonNull)
                        .map(Attempt::source)
                        .collect(Collectors.toSet())
                        .containsAll(Set.of("mta1", "mta2"));
    }

    private static int status(Demo demo, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + demo.address().getPort() + path);
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
