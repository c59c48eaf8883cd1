package org.restante.app.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which lanes a command means: those that have all that is named.
final class LaneOptions {
    @Option(names = "--site", paramLabel = "SITE", description = "As 'restante lanes' names it.")
    private @Nullable String site;

    @Option(names = "--source", paramLabel = "SOURCE", description = "Our address, by name.")
    private @Nullable String source;

    @Option(names = "--provider", paramLabel = "WORD", description = "Such as gmail.")
    private @Nullable String provider;

    @Option(names = "--domain", paramLabel = "DOMAIN", description = "Mail for this domain alone.")
    private @Nullable String domain;

    Map<String, Object> lanes() {
        Map<String, Object> lanes = new LinkedHashMap<>();
        put(lanes, "site", site);
        put(lanes, "source", source);
        put(lanes, "provider", provider);
        put(lanes, "domain", domain);
        return lanes;
    }

    Map<String, Object> some() {
        var lanes = lanes();
        if (lanes.isEmpty()) {
            throw new InputError("which lanes? Name --site, --source or --provider, or a --domain");
        }
        return lanes;
    }

    private static void put(Map<String, Object> lanes, String key, @Nullable String value) {
        if (value != null) {
            lanes.put(key, value);
        }
    }
}
