package org.restante.app.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// A `restante.toml` that was read, and where in it each key stands.
public final class ConfigFile {
    /// Larger is no configuration somebody wrote.
    private static final long LARGEST = 8 << 20;

    private final Path file;
    private final Config config;
    private final Map<String, TomlPosition> places;

    private ConfigFile(Path file, Config config, Map<String, TomlPosition> places) {
        this.file = file;
        this.config = config;
        this.places = places;
    }

    /// Reads a file.
    ///
    /// @param environment where secrets may be
    /// @throws BadConfig with all that is wrong
    /// @throws IOException when it cannot be read
    public static ConfigFile read(Path file, Map<String, String> environment)
            throws IOException, BadConfig {
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(file.toString(), null, "is a folder");
        }
        if (Files.size(file) > LARGEST) {
            throw bad(
                    file,
                    "has " + Files.size(file) + " octets",
                    "a file of settings would be right");
        }
        try {
            var text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                            .toString();
            return parse(file, text, environment);
        } catch (CharacterCodingException e) {
            throw bad(file, "is not in UTF-8", "TOML is written in UTF-8");
        }
    }

    private static BadConfig bad(Path file, String found, String right) {
        return new BadConfig(List.of(new Problem(file, 0, 0, "", found, right)));
    }

    /// Reads a text.
    ///
    /// @param file for messages, and where relative paths begin
    public static ConfigFile parse(Path file, String text, Map<String, String> environment)
            throws BadConfig {
        var toml = toml(file, text);
        var folder = file.toAbsolutePath().getParent();
        var around = new Around(folder == null ? Path.of("/") : folder, environment);
        var reading = new Reading(file, around, Config.class);
        var config = (Config) reading.read(toml);
        if (config == null || !reading.problems().isEmpty()) {
            throw new BadConfig(
                    reading.problems().stream()
                            .sorted(
                                    Comparator.comparingInt(Problem::line)
                                            .thenComparingInt(Problem::column))
                            .distinct()
                            .toList());
        }
        return new ConfigFile(file, config, reading.places());
    }

    private static TomlParseResult toml(Path file, String text) throws BadConfig {
        TomlParseResult toml;
        try {
            toml = Toml.parse(text);
        } catch (RuntimeException | StackOverflowError e) {
            throw bad(file, "cannot be read as TOML: " + e, "");
        }
        if (toml.hasErrors()) {
            throw new BadConfig(
                    toml.errors().stream()
                            .map(error ->
                                    new Problem(
                                            file,
                                            error.position().line(),
                                            error.position().column(),
                                            "",
                                            "this is not TOML: " + error.getMessage(),
                                            ""))
                            .toList());
        }
        return toml;
    }

    public Path file() {
        return file;
    }

    public Config config() {
        return config;
    }

    /// Something that shows only when the configuration is used, such as what a file it names holds.
    ///
    /// @param key as a dotted path
    /// @param found with a verb
    /// @param right what would be right; may be empty
    public Problem problem(String key, String found, String right) {
        var place = places.get(key);
        return new Problem(
                file,
                place == null ? 0 : place.line(),
                place == null ? 0 : place.column(),
                key,
                found,
                right);
    }

    /// The effective value of each key, and where it comes from.
    public List<Effective> effective() {
        return Effective.of(
                config,
                path -> {
                    var place = places.get(path);
                    return place == null ? "default" : file.getFileName() + ":" + place.line();
                });
    }
}
