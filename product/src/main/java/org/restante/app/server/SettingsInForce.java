package org.restante.app.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.api.ConfigurationRoutes.Setting;
import org.restante.app.api.ConfigurationRoutes.Settings;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.Difference;
import org.restante.app.config.Effective;

/// What a running server goes by: the file as it was read last, but where a change needs a restart as it was at the start.
final class SettingsInForce {
    private static final Pattern PASSWORD = Pattern.compile("(://[^\\s/@:]*):[^\\s/@]*@");

    private SettingsInForce() {}

    /// @param started the file that the server was started with
    /// @param latest the same, as it was read last
    static Settings of(ConfigFile started, ConfigFile latest) {
        var waiting = new HashMap<String, String>();
        for (var one : Difference.between(started, latest)) {
            if (one.restart()) {
                waiting.put(one.path(), one.after());
            }
        }
        var before = byPath(started);
        List<Setting> all = new ArrayList<>();
        var now = byPath(latest);
        now.forEach((path, one) -> all.add(setting(one, before.get(path), waiting.get(path))));
        before.forEach((path, one) -> {
            if (waiting.containsKey(path) && !now.containsKey(path)) {
                all.add(setting(one, one, waiting.get(path)));
            }
        });
        return new Settings(started.file().toString(), all);
    }

    private static Map<String, Effective> byPath(ConfigFile file) {
        var byPath = new LinkedHashMap<String, Effective>();
        file.effective().forEach(one -> byPath.put(one.path(), one));
        return byPath;
    }

    /// @param before at the start; null where the key was not there
    /// @param waiting null where nothing waits for a restart
    private static Setting setting(
            Effective now, @Nullable Effective before, @Nullable String waiting) {
        boolean isNew = waiting != null && before == null;
        var inForce = waiting != null && before != null ? before : now;
        return new Setting(
                now.heading(),
                now.path(),
                now.key(),
                isNew ? "" : shown(inForce.value()),
                isNew ? "default" : inForce.from(),
                now.meaning(),
                now.restart(),
                waiting == null ? null : shown(waiting));
    }

    /// Secrets are told by their place already; a password may stand in an address, too.
    private static String shown(String value) {
        return PASSWORD.matcher(value).replaceAll("$1:…@");
    }
}
