package org.restante.app.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.restante.simulation.receiver.ReceiverModel;
import org.tomlj.Toml;

/// The receivers of a scenario's file, without the mail for them: a file may also hold nothing else.
public final class ReceiverFile {
    private static final List<String> OTHER_KEYS = List.of("name", "about", "kind", "length");

    private ReceiverFile() {}

    /// @param seed what is left to chance is drawn as `simulate` draws it with this seed
    /// @throws ScenarioException when the file is wrong
    public static List<ReceiverModel> of(Path path, long seed) throws IOException {
        return read(path.toString(), Files.readString(path), seed);
    }

    /// Those of a scenario that comes with Restante; empty when there is none of that name.
    public static Optional<List<ReceiverModel>> ofScenario(String name, long seed) {
        return Scenarios.text(name).map(text -> read(name + ".toml", text, seed));
    }

    /// Those that come with Restante to be had by name alone.
    public static List<ReceiverModel> flavours(long seed) throws IOException {
        try (var in = ReceiverFile.class.getResourceAsStream("flavours.toml")) {
            if (in == null) {
                throw new IOException("flavours.toml is not in this build");
            }
            return read(
                    "flavours.toml", new String(in.readAllBytes(), StandardCharsets.UTF_8), seed);
        }
    }

    /// Those of a text.
    ///
    /// @param file how the text is called where it is wrong
    public static List<ReceiverModel> ofText(String file, String text, long seed) {
        return read(file, text, seed);
    }

    private static List<ReceiverModel> read(String file, String text, long seed) {
        var toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new ScenarioException(
                    file + ":" + error.position().line() + ": " + error.getMessage());
        }
        var root =
                new DrawnTable(file, toml, 1, new SplittableRandom(ScenarioFile.beginning(seed)));
        OTHER_KEYS.forEach(root::has);
        root.whole("sources", 1, 1);
        root.whole("sockets", 1, 1);
        root.has("load");
        var receivers = new ArrayList<ReceiverModel>();
        ScenarioFile.receivers(root, receivers, new ArrayList<>());
        root.end();
        return receivers;
    }
}
