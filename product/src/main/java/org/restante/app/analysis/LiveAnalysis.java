package org.restante.app.analysis;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.page.Figures;
import org.restante.app.page.Places;
import org.restante.app.page.Words;
import org.restante.insight.incident.Incident;
import org.restante.insight.incident.IncidentChange;
import org.restante.insight.incident.IncidentScan;
import org.restante.insight.incident.ScanSettings;
import org.restante.record.logs.Block;
import org.restante.record.logs.FollowedFile;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.SourceMap;
import org.restante.record.report.LiveReading;

/// Logs that are still being written, read as they grow.
public final class LiveAnalysis implements Closeable {
    private static final int HEAD = 1 << 16;

    /// A time without a year is understood by the time at which the reader was made.
    private static final Duration READERS_FOR = Duration.ofHours(6);

    private final List<FollowedFile> files = new ArrayList<>();
    private final List<LogFile> names = new ArrayList<>();
    private final Map<Integer, LineReader> readers = new HashMap<>();
    private final Formats formats;
    private final IncidentScan scan = new IncidentScan(ScanSettings.defaults());
    private final LiveReading reading;
    private final Knowledge knowledge;
    private boolean discarding;
    private Instant made;

    public LiveAnalysis(
            List<Path> paths,
            @Nullable LogFormat format,
            ZoneId zone,
            SourceMap map,
            Knowledge knowledge,
            boolean onlyNew,
            Instant now)
            throws IOException {
        this.knowledge = knowledge;
        for (var path : paths) {
            files.add(new FollowedFile(path, names.size()));
            names.add(Files.exists(path) ? LogFile.of(path) : LogFile.awaited(path, now));
        }
        formats = new Formats(format, zone, map);
        reading =
                new LiveReading(
                        names,
                        new KnownMeaning(knowledge),
                        new KnownPlaces(knowledge.providers()),
                        new ScanListener(scan));
        discarding = onlyNew;
        made = now;
    }

    /// Reads what was written since the last look; what opened, changed or closed.
    public List<IncidentChange> look(Instant now) throws IOException {
        if (now.isAfter(made.plus(READERS_FOR))) {
            readers.clear();
            made = now;
        }
        for (var file : files) {
            for (var block = file.next(); block != null; block = file.next()) {
                feed(block, now);
            }
        }
        discarding = false;
        reading.passed(now);
        return scan.changes();
    }

    private void feed(Block block, Instant now) {
        var reader = readers.computeIfAbsent(block.file(), number -> reader(number, block, now));
        if (!discarding) {
            reading.feed(block, reader);
        }
    }

    private LineReader reader(int number, Block block, Instant now) {
        var head = Arrays.copyOf(block.bytes(), Math.min(block.length(), HEAD));
        return formats.reader(names.get(number), now, head);
    }

    /// The incidents that are open now, the gravest first.
    public List<Incident> open() {
        return scan.incidents().stream().filter(incident -> incident.until() == null).toList();
    }

    public List<LiveReading.Recent> recent(Instant now, Duration window, int limit) {
        return reading.recent(now, window, limit);
    }

    /// A provider's display name.
    public String name(String word) {
        var provider = knowledge.providers().byWord(word);
        return provider == null ? word : provider.name();
    }

    /// An incident in one line, in the words of the report.
    public String sentence(Incident incident) {
        return Places.title(this::name, incident.scope())
                + ": "
                + Words.label(incident.diagnosis(), reading.namesSources())
                + " ("
                + Figures.percent(incident.refusalRate())
                + " of "
                + incident.tries()
                + " refused, usually "
                + Figures.percent(incident.baselineRate())
                + "; "
                + Figures.percent(incident.confidence())
                + " sure)";
    }

    @Override
    public void close() throws IOException {
        for (var file : files) {
            file.close();
        }
    }
}
