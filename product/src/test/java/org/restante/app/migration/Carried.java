package org.restante.app.migration;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.restante.app.config.Config;
import org.restante.app.config.ConfigFile;

/// What stands in a configuration that a migration wrote.
final class Carried {
    private Carried() {}

    static Config config(String made) throws Exception {
        return ConfigFile.parse(Path.of("/e/restante.toml"), made, Map.of()).config();
    }

    /// The notes of what was not carried over.
    static List<String> left(String made) {
        return made.lines().filter(line -> line.startsWith("# - ")).toList();
    }

    /// What TLS each domain's mail must have.
    static Map<String, String> tls(String made) throws Exception {
        var wishes = new TreeMap<String, String>();
        config(made)
                .receiverTls()
                .forEach(
                        (domain, wish) -> wishes.put(domain, wish.name().toLowerCase(Locale.ROOT)));
        return wishes;
    }
}
