package org.restante.app.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.score.Plan;
import org.restante.simulation.world.Load;
import org.restante.simulation.world.Scenario;
import org.restante.simulation.world.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// A scenario in a file (docs/simulation.md has every key).
public final class ScenarioFile implements Plan {
    private static final double UNKNOWN_USERS = 0.002;
    private static final int MOST_RECEIVERS = 1_000;
    private static final int MOST_MESSAGES = 2_000_000;

    /// How much a load is; each excludes the others.
    private static final List<String> MEASURES = List.of("per_second", "saturation", "messages");

    private static final Duration LONGEST = Duration.ofDays(30);

    private final String file;
    private final TomlParseResult toml;
    private final Scenario first;
    private final String about;

    private ScenarioFile(String file, TomlParseResult toml) {
        this.file = file;
        this.toml = toml;
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new ScenarioException(
                    file + ":" + error.position().line() + ": " + error.getMessage());
        }
        about = root(1).text("about", "");
        first = drawn(1);
    }

    public static ScenarioFile of(Path path) throws IOException {
        try {
            return new ScenarioFile(path.toString(), Toml.parse(Files.readString(path)));
        } catch (CharacterCodingException e) {
            throw new ScenarioException(path + ": is no text in UTF-8");
        }
    }

    static ScenarioFile of(String name, InputStream in) throws IOException {
        return new ScenarioFile(name, Toml.parse(in));
    }

    @Override
    public String name() {
        return first.name();
    }

    @Override
    public String about() {
        return about;
    }

    /// What chance begins with for a seed.
    static long beginning(long seed) {
        return seed * 7919 + 13;
    }

    private DrawnTable root(long seed) {
        return new DrawnTable(file, toml, 1, new SplittableRandom(beginning(seed)));
    }

    @Override
    public Scenario drawn(long seed) {
        var root = root(seed);
        var name = root.text("name");
        root.text("about", "");
        var kind =
                root.word("kind", Scenario.Kind.values(), ScenarioFile::word, Scenario.Kind.OTHER);
        var length = root.span("length");
        if (length.compareTo(Duration.ofMinutes(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw root.wrong("length", "is " + root.written("length"), "1m to 30d");
        }
        int sources = root.whole("sources", 1, 1);
        int sockets = root.whole("sockets", 1, 400);
        var receivers = new ArrayList<ReceiverModel>();
        var innocents = new ArrayList<Integer>();
        var byName = receivers(root, receivers, innocents);
        var loads = new ArrayList<Load>();
        long messages = 0;
        for (var table : root.tables("load")) {
            for (int site : sites(table, byName, receivers.size())) {
                var load = load(table, site, receivers.get(site), sources, length);
                messages += load.messages();
                loads.add(load);
            }
            table.end();
            if (messages > MOST_MESSAGES) {
                throw table.wrong(
                        "messages", "make " + messages + " in all", "at most " + MOST_MESSAGES);
            }
        }
        if (loads.isEmpty()) {
            throw root.wrong("load", "is missing", "at least one [[load]]" + root.near("load"));
        }
        root.end();
        return new Scenario(name, kind, length, sources, sockets, receivers, loads, innocents);
    }

    /// Adds the receivers of the file; returns where each name stands among them.
    static Map<String, List<Integer>> receivers(
            DrawnTable root, List<ReceiverModel> receivers, List<Integer> innocents) {
        var byName = new LinkedHashMap<String, List<Integer>>();
        for (var table : root.tables("receiver")) {
            var name = table.text("name");
            if (byName.containsKey(name)) {
                throw table.wrong("name", "is \"" + name + "\" again", "a name of its own");
            }
            int count = table.whole("count", 1, 1);
            if (count + receivers.size() > MOST_RECEIVERS) {
                throw table.wrong(
                        "count",
                        "makes " + (count + (long) receivers.size()) + " receivers",
                        "at most " + MOST_RECEIVERS + " in all");
            }
            boolean isInnocent = table.flag("innocent");
            var numbers = new ArrayList<Integer>();
            for (int i = 1; i <= count; i++) {
                numbers.add(receivers.size());
                if (isInnocent) {
                    innocents.add(receivers.size());
                }
                receivers.add(ReceiverTable.read(table, count == 1 ? name : name + "-" + i));
            }
            byName.put(name, numbers);
        }
        if (receivers.isEmpty()) {
            throw root.wrong(
                    "receiver", "is missing", "at least one [[receiver]]" + root.near("receiver"));
        }
        return byName;
    }

    private static List<Integer> sites(
            DrawnTable table, Map<String, List<Integer>> byName, int all) {
        var to = table.text("to", "*");
        if (to.equals("*")) {
            return java.util.stream.IntStream.range(0, all).boxed().toList();
        }
        var found = byName.get(to);
        if (found == null) {
            throw table.wrong(
                    "to",
                    "is \"" + to + "\"",
                    "\"*\" or one of " + String.join(", ", byName.keySet()));
        }
        return found;
    }

    private static Load load(
            DrawnTable table, int site, ReceiverModel model, int sources, Duration length) {
        var stream = table.word("stream", Stream.values(), ScenarioFile::word, Stream.BULK);
        var from = table.span("from", Duration.ZERO);
        boolean isAtOnce = table.flag("at_once");
        var until = isAtOnce ? from : table.span("until", length);
        if (until.compareTo(from) < 0) {
            throw table.wrong("until", "is before from", "a later moment");
        }
        return new Load(
                site,
                stream,
                messages(table, model, sources, length, until.minus(from)),
                from,
                until,
                table.share("unknown_users", UNKNOWN_USERS),
                table.whole("offending", 0, 0));
    }

    /// A number, a rate while the load lasts, or so many times what the receiver can take in the whole scenario.
    private static int messages(
            DrawnTable table, ReceiverModel model, int sources, Duration length, Duration lasts) {
        double most = model.mostPerSecond() * (model.countsTogether() ? 1 : sources);
        double messages;
        requireOneMeasure(table);
        if (table.has("per_second")) {
            double perSecond =
                    Math.min(
                            table.positive("per_second"),
                            table.number("share_at_most", Double.MAX_VALUE) * most);
            messages = perSecond * lasts.toNanos() / 1e9;
        } else if (table.has("saturation")) {
            messages =
                    table.positive("saturation") * most * length.toNanos() / 1e9
                            + table.whole("more", 0, 0);
        } else {
            messages = table.whole("messages", 0);
        }
        if (messages > MOST_MESSAGES) {
            throw table.wrong("messages", "come to " + (long) messages, "at most " + MOST_MESSAGES);
        }
        return (int) messages;
    }

    private static void requireOneMeasure(DrawnTable table) {
        var said = MEASURES.stream().filter(table::has).toList();
        if (said.size() > 1) {
            throw table.wrong(
                    said.getLast(),
                    "stands beside " + said.getFirst(),
                    "one of " + String.join(", ", MEASURES));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
