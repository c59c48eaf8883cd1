package org.restante.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes the logs in `samples/`: small, with known incidents in them, always the same to the byte. What is in each and what
/// the right diagnosis is stands in `samples/README.md`. Run [#main] with the folder to write them to.
public final class SampleLogs {
    private SampleLogs() {}

    /// Each log by its file name.
    static Map<String, String> all() {
        var logs = new LinkedHashMap<String, String>();
        logs.put("postfix.log", PostfixSample.log());
        logs.put("powermta.csv", PowerMtaSample.log());
        logs.put("kumomta.jsonl", KumoMtaSample.log());
        logs.put("exim.log", EximSample.log());
        return logs;
    }

    public static void main(String[] arguments) throws IOException {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        for (var log : all().entrySet()) {
            Files.write(
                    folder.resolve(log.getKey()), log.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }
}
