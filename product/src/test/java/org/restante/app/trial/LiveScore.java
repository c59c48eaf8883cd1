package org.restante.app.trial;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Case;
import org.restante.app.duty.Entry;
import org.restante.insight.incident.IncidentScope;

/// What a running server told of what was planted: when, where and what; and what it told beside that.
final class LiveScore {
    static final double JUDGED_AFTER = 15;

    /// What is told so long after a trouble's end may still be of it.
    private static final double AFTERWARDS = 25;

    private static final double ALIKE = .7;

    /// Of a receiver to which fewer attempts were made, nobody can say whether it is touched.
    private static final int LEAST_SHOWN = 5;

    private int planted;
    private int detected;
    private int scopes;
    private int causes;
    private int both;
    private int extra;
    private int falseAlarms;
    private double cleanMinutes;
    private long attempts;
    private double allMinutes;
    private final List<Double> delays = new ArrayList<>();
    private final Map<String, List<String>> byKind = new TreeMap<>();
    final List<String> mistakes = new ArrayList<>();

    void take(Lived life) throws IOException {
        var shown = shown(life);
        allMinutes += life.minutes();
        for (var one : life.script()) {
            judge(one, shown.getOrDefault(one, Map.of()), life);
        }
        if (life.script().isEmpty()) {
            cleanMinutes += life.minutes();
        }
        for (var told : life.all()) {
            if (life.script().isEmpty()) {
                falseAlarms++;
                mistakes.add("false alarm " + story(told));
            } else if (life.script().stream().noneMatch(it -> explains(it, told))) {
                extra++;
                mistakes.add("beside what was planted " + story(told));
            }
        }
    }

    /// Attempts by receiver in the scope of each, until it is judged.
    private Map<Planted, Map<String, Integer>> shown(Lived life) throws IOException {
        var shown = new HashMap<Planted, Map<String, Integer>>();
        life.attempts(event -> {
            attempts++;
            var tried = Objects.requireNonNull(event.attempt());
            var party =
                    Objects.requireNonNullElse(
                            event.provider(),
                            Objects.requireNonNullElse(event.site(), event.recipientDomain()));
            for (var one : life.script()) {
                if (event.time().isAfter(SteadyTime.at(one.from()))
                        && event.time().isBefore(SteadyTime.at(one.from() + JUDGED_AFTER))
                        && fits(one.source(), tried.source())
                        && fits(one.stream(), event.stream())) {
                    shown.computeIfAbsent(one, _ -> new HashMap<>())
                            .merge(String.valueOf(party), 1, Integer::sum);
                }
            }
        });
        return shown;
    }

    private void judge(Planted one, Map<String, Integer> sent, Lived life) {
        planted++;
        Case best = null;
        double first = Double.MAX_VALUE;
        for (var found : life.judged().getOrDefault(one, List.of())) {
            double told = told(found, one.from());
            if (told > one.from() + JUDGED_AFTER || !meets(found.incident().scope(), one)) {
                continue;
            }
            first = Math.min(first, told);
            if (best == null || found.incident().refusals() > best.incident().refusals()) {
                best = found;
            }
        }
        var row = byKind.computeIfAbsent(one.kind().name(), _ -> new ArrayList<>());
        if (best == null) {
            row.add("missed");
            mistakes.add("missed " + one + " attempts " + sent);
            return;
        }
        detected++;
        double delay = first - one.from();
        delays.add(delay);
        boolean isScope = isRight(best.incident().scope(), one, sent);
        boolean isCause = one.called().contains(best.incident().diagnosis());
        scopes += isScope ? 1 : 0;
        causes += isCause ? 1 : 0;
        both += isScope && isCause ? 1 : 0;
        var right = isScope && isCause ? "" : isScope ? " cause" : isCause ? " scope" : " both";
        row.add(String.format(Locale.ROOT, "%.1f%s", delay, right));
        if (!right.isEmpty()) {
            mistakes.add(
                    "wrong"
                            + right
                            + " "
                            + one
                            + " attempts "
                            + sent
                            + "\n    at minute 15: "
                            + best.incident().headline()
                            + " "
                            + best.incident().scope()
                            + "\n    "
                            + story(best));
        }
    }

    private static double minute(Instant at) {
        return Duration.between(SteadyTime.at(0), at).toMillis() / 60_000.0;
    }

    /// When it was first told from that minute on.
    private static double told(Case found, double from) {
        return found.timeline().stream()
                .filter(it -> it.what() == Entry.What.OPENED || it.what() == Entry.What.REOPENED)
                .mapToDouble(it -> minute(it.at()))
                .filter(it -> it >= from)
                .findFirst()
                .orElse(Double.MAX_VALUE);
    }

    private static boolean meets(IncidentScope scope, Planted one) {
        return fits(scope.source(), one.source())
                && fits(scope.stream(), one.stream())
                && (scope.everywhere()
                        || one.parties().isEmpty()
                        || scope.providers().stream().anyMatch(one.parties()::contains));
    }

    private static boolean fits(@Nullable String found, @Nullable String wanted) {
        return found == null || wanted == null || found.equals(wanted);
    }

    private static boolean explains(Planted one, Case told) {
        double at = told(told, 0);
        return at >= one.from()
                && at <= one.until() + AFTERWARDS
                && meets(told.incident().scope(), one);
    }

    private static boolean isRight(IncidentScope scope, Planted one, Map<String, Integer> sent) {
        return Objects.equals(scope.source(), one.source())
                && Objects.equals(scope.stream(), one.stream())
                && Objects.equals(scope.mxHost(), one.host())
                && partiesAreRight(scope, one, sent);
    }

    private static boolean partiesAreRight(
            IncidentScope scope, Planted one, Map<String, Integer> sent) {
        if (scope.everywhere() || one.parties().isEmpty()) {
            int parties = Role.ALL.size();
            int found = scope.everywhere() ? parties : scope.providers().size();
            int wanted = one.parties().isEmpty() ? parties : one.parties().size();
            return Math.min(found, wanted) >= ALIKE * Math.max(found, wanted);
        }
        var any = new HashSet<>(scope.providers());
        any.addAll(one.parties());
        any.removeIf(it -> sent.getOrDefault(it, 0) < LEAST_SHOWN);
        var both = new HashSet<>(any);
        both.retainAll(scope.providers());
        both.retainAll(one.parties());
        return any.isEmpty() || both.size() >= ALIKE * any.size();
    }

    private static String story(Case told) {
        var text = new StringBuilder(told.id() + " " + told.incident().headline());
        told.timeline().stream()
                .filter(it -> it.what() != Entry.What.SUGGESTED)
                .sorted(Comparator.comparing(Entry::at))
                .limit(8)
                .forEach(it ->
                        text.append(
                                String.format(
                                        Locale.ROOT,
                                        "%n      %.1f %s %s",
                                        minute(it.at()),
                                        it.what().word(),
                                        it.words())));
        return text.toString();
    }

    double bothRight() {
        return planted == 0 ? 1 : (double) both / planted;
    }

    double delay(double quantile) {
        var sorted = delays.stream().sorted().toList();
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1, quantile * sorted.size()));
    }

    int falseAlarms() {
        return falseAlarms;
    }

    int extra() {
        return extra;
    }

    String told() {
        var text =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "| %d | %.1f %% | %.1f %% | %.1f %% | **%.1f %%** | %.1f / %.1f | %d | %d (%.0f h) | %.0f attempts a minute%n",
                                planted,
                                100.0 * detected / Math.max(1, planted),
                                100.0 * scopes / Math.max(1, planted),
                                100.0 * causes / Math.max(1, planted),
                                100 * bothRight(),
                                delay(.5),
                                delay(.9),
                                extra,
                                falseAlarms,
                                cleanMinutes / 60,
                                attempts / Math.max(1, allMinutes)));
        byKind.forEach((kind, row) -> text.append("  " + kind + " " + row + "\n"));
        mistakes.forEach(it -> text.append(it).append('\n'));
        return text.toString();
    }
}
