package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.knowledge.SourceMapFile;
import org.restante.record.logs.LogFile;
import org.restante.record.logs.LogFormat;
import org.restante.record.logs.SourceMap;
import picocli.CommandLine.Option;

/// The options of every command that reads logs.
final class LogOptions {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "auto",
            description =
                    "What wrote the log: auto (told from its content), postfix, powermta, kumomta, exim …; default ${DEFAULT-VALUE}.")
    private String format = "auto";

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description =
                    "Zone of times that name none, such as UTC or Europe/Berlin; default: this machine's.")
    private @Nullable String zone;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description =
                    "Declares what the log does not hold: source and pool by log host or transport, stream by sender or job.")
    private @Nullable Path map;

    @Option(
            names = "--knowledge",
            paramLabel = "DIR",
            description = "A folder of rules of your own, asked before ours.")
    private @Nullable Path knowledge;

    /// Null: told from the content.
    @Nullable LogFormat format() {
        if (format.equals("auto")) {
            return null;
        }
        return LogFormat.of(format)
                .orElseThrow(() ->
                        new InputError(
                                "--format: '"
                                        + format
                                        + "' is not known; one of auto, "
                                        + LogFormat.words()));
    }

    ZoneId zone(Surroundings surroundings) {
        if (zone == null) {
            return surroundings.zone();
        }
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new InputError(
                    "--tz: '"
                            + zone
                            + "' is no time zone; write UTC, +02:00 or a name such as Europe/Berlin",
                    e);
        }
    }

    SourceMap map() {
        return map == null ? SourceMap.NOTHING : SourceMapFile.read(map);
    }

    Knowledge knowledge() {
        return knowledge == null ? Knowledge.shipped() : Knowledge.with(knowledge);
    }

    /// The files named, `-` being standard input.
    static List<LogFile> files(List<String> names, Surroundings surroundings) throws IOException {
        var files = new ArrayList<LogFile>();
        for (var name : names) {
            if (name.equals("-")) {
                files.add(
                        LogFile.of(
                                "standard input",
                                surroundings.in(),
                                surroundings.clock().instant()));
            } else {
                var path = Path.of(name);
                if (!Files.exists(path)) {
                    throw new InputError(name + ": no such file");
                }
                if (Files.isDirectory(path)) {
                    throw new InputError(name + ": is a folder; name the log files in it");
                }
                if (!Files.isReadable(path)) {
                    throw new InputError(name + ": may not be read by this user");
                }
                files.add(LogFile.of(path));
            }
        }
        return files;
    }
}
