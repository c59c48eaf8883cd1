package org.restante.app.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The scenarios that come with Restante, in the order of the reports.
public final class Scenarios {
    /// The names of the files, which are those of the scenarios.
    public static final List<String> NAMES =
            List.of(
                    "benign-60",
                    "benign-saturated",
                    "gmail-like",
                    "microsoft-like",
                    "yahoo-like",
                    "orange-like",
                    "greylist-300",
                    "penalty-box",
                    "diurnal-24h",
                    "limit-step",
                    "burst-of-a-second",
                    "outage-1h",
                    "noise",
                    "mx-bad-host",
                    "connects-a-minute",
                    "mixed-collateral",
                    "tarpit-collateral",
                    "lottery-40",
                    "unseen-red",
                    "unseen-shared-4",
                    "unseen-sliding-1h",
                    "warm-up-4d",
                    "yahoo-tss04",
                    "offending-content");

    private Scenarios() {}

    public static Optional<ScenarioFile> named(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (var in = open(name)) {
            return Optional.of(ScenarioFile.of(name + ".toml", in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<ScenarioFile> all() {
        return NAMES.stream().map(name -> named(name).orElseThrow()).toList();
    }

    /// The file, to begin one's own with.
    public static Optional<String> text(String name) {
        if (!NAMES.contains(name)) {
            return Optional.empty();
        }
        try (var in = open(name)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) throws IOException {
        var in = Scenarios.class.getResourceAsStream("scenario/" + name + ".toml");
        if (in == null) {
            throw new IOException("the scenario " + name + " is not in this build");
        }
        return in;
    }
}
