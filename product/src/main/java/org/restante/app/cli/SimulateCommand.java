package org.restante.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.app.knowledge.Knowledge;
import org.restante.app.simulation.ScenarioException;
import org.restante.app.simulation.ScenarioFile;
import org.restante.app.simulation.Scenarios;
import org.restante.app.simulation.SimulationJson;
import org.restante.app.simulation.SimulationPage;
import org.restante.app.simulation.SimulationReports;
import org.restante.app.simulation.SimulationText;
import org.restante.simulation.policy.Contestant;
import org.restante.simulation.policy.Policies;
import org.restante.simulation.score.Plan;
import org.restante.simulation.score.Result;
import org.restante.simulation.score.Tournament;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante simulate`: the law of pace against receivers with hidden limits, in virtual time, beside other servers' policies.
@Command(
        name = "simulate",
        description =
                "Play the law of pace, and other servers' policies, against receivers with hidden limits, in virtual time.",
        sortOptions = false,
        footer = {"", "The scenarios' format, the policies and the score: docs/simulation.md"})
final class SimulateCommand implements Callable<Integer> {
    private static final Pattern SEEDS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int MOST_SEEDS = 100;
    private static final Set<Contestant> USUAL =
            EnumSet.of(Contestant.LAW, Contestant.LAW_WARM, Contestant.HAND_TUNED);

    private final Surroundings surroundings;

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            split = ",",
            description =
                    "What to play: a name of --list, a file of your own, or all (the default).")
    private List<String> scenarios = List.of("all");

    @Option(
            names = "--policy",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Who plays, beside the oracle: all, or names of --list; default law,law-warm,hand-tuned.")
    private List<String> policies = List.of();

    @Option(
            names = "--seeds",
            paramLabel = "N[-M]",
            defaultValue = "1",
            description = "Chance: a run for each; default ${DEFAULT-VALUE}.")
    private String seeds = "1";

    @Option(names = "--json", description = "Write JSON to standard output.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "OUT",
            description = "Write one self-contained page with the curves.")
    private @Nullable Path html;

    @Option(
            names = "--standard",
            paramLabel = "DIR",
            description =
                    "Play everything with the seeds of the reports, and write those into DIR; with --policy law only the law's.")
    private @Nullable Path standard;

    @Option(names = "--list", description = "List scenarios and policies; with --json as JSON.")
    private boolean list;

    @Option(
            names = "--show",
            paramLabel = "NAME",
            description = "Print a scenario's file, to begin your own with.")
    private @Nullable String show;

    @Option(names = "--threads", hidden = true)
    private int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    SimulateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            surroundings.out().print(json ? SimulationJson.list() + "\n" : list());
        } else if (show != null) {
            surroundings.out().print(shown(show));
        } else {
            play();
        }
        surroundings.out().flush();
        return Exit.DONE;
    }

    private void play() throws IOException, InterruptedException {
        var knowledge = Knowledge.shipped();
        var tournament =
                new Tournament(new Policies(knowledge.rules(), knowledge.providers()), threads);
        if (standard != null) {
            report(new SimulationReports(tournament, this::tell), standard);
            clear();
            surroundings.err().println("restante: the reports are in " + standard);
            return;
        }
        var plans = plans();
        var numbers = numbers();
        var results =
                tournament.play(
                        plans, contestants(), numbers, progress(plans.size() * numbers.size()));
        write(results, numbers);
    }

    /// The others change seldom, and take the longest.
    private void report(SimulationReports reports, Path folder)
            throws IOException, InterruptedException {
        reports.writeLaw(folder);
        if (!policies.equals(List.of(Contestant.LAW.word()))) {
            reports.writeOthers(folder);
        }
    }

    private Consumer<String> progress(int matches) {
        var done = new AtomicInteger();
        return name -> tell(done.incrementAndGet() + " of " + matches + ": " + name);
    }

    /// A line that is written over, where somebody looks.
    private void tell(String line) {
        if (surroundings.errorTerminal()) {
            surroundings.errorScreen().print("\r\u001b[K" + surroundings.visible(line));
            surroundings.errorScreen().flush();
        }
    }

    private void clear() {
        if (surroundings.errorTerminal()) {
            surroundings.errorScreen().print("\r\u001b[K");
        }
    }

    private void write(List<Result> results, List<Long> numbers) throws IOException {
        clear();
        if (html != null) {
            Files.writeString(html, SimulationPage.of(results, numbers), StandardCharsets.UTF_8);
            surroundings.err().println("restante: the page is " + html);
        }
        if (json) {
            surroundings.out().println(SimulationJson.of(results, numbers));
        } else if (html == null) {
            surroundings.out().print(SimulationText.of(results, numbers));
        }
    }

    private List<Plan> plans() throws IOException {
        var plans = new ArrayList<Plan>();
        for (var name : scenarios) {
            if (name.equals("all")) {
                plans.addAll(Scenarios.all());
            } else {
                plans.add(plan(name));
            }
        }
        return plans;
    }

    private static Plan plan(String name) throws IOException {
        var shipped = Scenarios.named(name);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        var path = Path.of(name);
        if (!Files.isRegularFile(path)) {
            throw new InputError(
                    "--scenario: '"
                            + name
                            + "' is neither a file nor a scenario of ours; 'restante simulate --list' has those");
        }
        try {
            return ScenarioFile.of(path);
        } catch (ScenarioException e) {
            throw new InputError(String.valueOf(e.getMessage()), e);
        }
    }

    private Set<Contestant> contestants() {
        if (policies.isEmpty()) {
            return USUAL;
        }
        var chosen = EnumSet.noneOf(Contestant.class);
        for (var name : policies) {
            if (name.equals("all")) {
                chosen.addAll(EnumSet.allOf(Contestant.class));
            } else {
                chosen.add(
                        Contestant.of(name)
                                .orElseThrow(() ->
                                        new InputError(
                                                "--policy: '"
                                                        + name
                                                        + "' is not known; all, or of "
                                                        + Stream.of(Contestant.values())
                                                                .map(Contestant::word)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
            }
        }
        return chosen;
    }

    private List<Long> numbers() {
        var matcher = SEEDS.matcher(seeds);
        if (matcher.matches()) {
            long from = Long.parseLong(matcher.group(1));
            long until = matcher.group(2) == null ? from : Long.parseLong(matcher.group(2));
            if (until >= from && until - from < MOST_SEEDS) {
                return LongStream.rangeClosed(from, until).boxed().toList();
            }
        }
        throw new InputError(
                "--seeds: '" + seeds + "' is not a number or a span such as 1-4, at most 100 long");
    }

    private static String list() {
        var text = new StringBuilder("Scenarios\n");
        for (var scenario : Scenarios.all()) {
            text.append(String.format("  %-20s %s%n", scenario.name(), scenario.about()));
        }
        text.append("\nPolicies\n");
        for (var contestant : Contestant.values()) {
            text.append(String.format("  %-20s %s%n", contestant.word(), contestant.about()));
        }
        return text.toString();
    }

    private static String shown(String name) {
        return Scenarios.text(name)
                .orElseThrow(() ->
                        new InputError(
                                "--show: '"
                                        + name
                                        + "' is no scenario of ours; one of "
                                        + String.join(", ", Scenarios.NAMES)));
    }
}
