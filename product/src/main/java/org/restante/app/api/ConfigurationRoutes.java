package org.restante.app.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;

/// The settings in force, each with where it comes from. What is secret stands as the place it is read from, never as it is.
public final class ConfigurationRoutes implements Endpoint.Group {
    /// One key.
    ///
    /// @param heading of its table in the file: `[delivery]`, `[[listener]]`
    /// @param path as it is called: `listener[0].address`
    /// @param value as it would be written; empty where the key has none
    /// @param from the file and line that say so, or `default`
    /// @param meaning what it is, a phrase
    /// @param restart whether a change waits for the next start
    /// @param waiting what the file says now and the next start puts in force; null where that is nothing else
    public record Setting(
            String heading,
            String path,
            String key,
            String value,
            String from,
            String meaning,
            boolean restart,
            @Nullable String waiting) {}

    /// All of them.
    ///
    /// @param file they were read from; null for a server started by options alone, of which no settings are told
    public record Settings(@Nullable String file, List<Setting> settings) {
        public Settings {
            settings = List.copyOf(settings);
        }

        static final Settings NONE = new Settings(null, List.of());
    }

    private final Supplier<Optional<Settings>> inForce;

    public ConfigurationRoutes(Supplier<Optional<Settings>> inForce) {
        this.inForce = inForce;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/api/v1/configuration", Scope.OPERATE, this::all));
    }

    private Answer all(Call call) throws Problem {
        if (call.token().client().tenant().isPresent()) {
            throw Problem.of(
                    ProblemKind.FORBIDDEN,
                    "settings are the whole server's; this token is one tenant's");
        }
        return Answer.ok(inForce.get().orElse(Settings.NONE));
    }
}
