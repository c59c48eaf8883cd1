package org.restante.app.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.restante.app.duty.Case;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventJson;
import org.restante.record.journal.JournalReader;
import tools.jackson.databind.json.JsonMapper;

/// What a life left: the truth, what was told, and the record.
///
/// @param judged what was known of incidents a quarter of an hour after each trouble began
/// @param all the incidents at its end
/// @param data the folder whose `events` it put on record
record Lived(
        List<Planted> script,
        double minutes,
        Map<Planted, List<Case>> judged,
        List<Case> all,
        Path data) {
    private static final String SCRIPT = "script.json";

    /// A script with the minute at which its life ends.
    record Play(double minutes, List<Planted> script) {
        /// Whether a life was lived to its end there.
        static boolean isAt(Path data) {
            return Files.exists(data.resolve(SCRIPT));
        }

        static Play of(Path data) throws IOException {
            return new JsonMapper().readValue(Files.readAllBytes(data.resolve(SCRIPT)), Play.class);
        }

        void write(Path data) throws IOException {
            Files.write(data.resolve(SCRIPT), new JsonMapper().writeValueAsBytes(this));
        }
    }

    /// All that is on record.
    static void events(Path data, Consumer<Event> taker) throws IOException {
        try (var reader = JournalReader.from(data.resolve("events"), SteadyTime.at(0), _ -> {})) {
            for (var line = reader.next(); line != null; line = reader.next()) {
                taker.accept(EventJson.read(line, 0, line.length));
            }
        }
    }

    /// All attempts on record.
    void attempts(Consumer<Event> taker) throws IOException {
        events(
                data,
                event -> {
                    if (event.attempt() != null && event.type().isAttempt()) {
                        taker.accept(event);
                    }
                });
    }
}
