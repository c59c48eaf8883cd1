package org.restante.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A key that has another value than before.
///
/// @param path such as `reception.idle`
/// @param before as it would be written; empty where there was none
/// @param restart whether it takes effect only when the server is started again
public record Difference(String path, String before, String after, boolean restart) {
    @Override
    public String toString() {
        return path + ": " + shown(before) + " → " + shown(after);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "none" : value;
    }

    /// What differs, in the order of the later file, what is gone last.
    public static List<Difference> between(ConfigFile before, ConfigFile after) {
        var old = byPath(before);
        var differences = new ArrayList<Difference>();
        byPath(after)
                .forEach((path, now) -> {
                    var then = old.remove(path);
                    var value = then == null ? "" : then.value();
                    if (!value.equals(now.value())) {
                        differences.add(new Difference(path, value, now.value(), now.restart()));
                    }
                });
        old.forEach((path, then) -> {
            if (!then.value().isEmpty()) {
                differences.add(new Difference(path, then.value(), "", then.restart()));
            }
        });
        return differences;
    }

    private static Map<String, Effective> byPath(ConfigFile file) {
        var byPath = new LinkedHashMap<String, Effective>();
        file.effective().forEach(one -> byPath.put(one.path(), one));
        return byPath;
    }
}
