package org.restante.app.duty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.incident.Incident;

/// Where an import leaves the incidents of a log for the server of that data folder, which takes them into its casebook, now or when it runs next.
public final class PastIncidents {
    private final Path path;
    private final CaseFolder folder;

    /// @param data the server's folder
    public PastIncidents(Path data) {
        path = data.resolve("imported").resolve("incidents");
        folder = new CaseFolder(path);
    }

    /// Leaves one. What is open at the end of the log is over there as far as anybody knows.
    ///
    /// @param origin what wrote the log
    /// @param log its name
    /// @param end of the log
    public void leave(
            Incident incident,
            CaseFacts facts,
            List<String> replies,
            String origin,
            String log,
            Instant end)
            throws IOException {
        boolean isOpen = incident.until() == null;
        folder.write(
                Case.past(
                        isOpen ? incident.endedAt(end) : incident,
                        facts,
                        replies,
                        origin,
                        "found in %s, which was imported%s"
                                .formatted(log, isOpen ? "; it goes on where the log ends" : "")));
    }

    /// What was left since the last time goes into the casebook.
    void handTo(Casebook casebook) throws IOException {
        if (!Files.isDirectory(path)) {
            return;
        }
        for (var one : folder.all()) {
            casebook.takePast(one);
            folder.forget(one);
        }
    }
}
