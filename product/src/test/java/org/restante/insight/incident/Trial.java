package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Runs traffic through the scan and keeps the score: what was found of what was planted, when, and what was found that was
/// not there.
final class Trial {
    private static final int JUDGED_AFTER = 15;
    private static final double ALIKE = .7;

    /// Of a receiver to which fewer attempts were made, no log shows whether an incident touches it.
    private static final int LEAST_SHOWN = 5;

    private final String name;
    private final Spelling spelling;
    private final Senders senders;
    private int planted;
    private int detected;
    private int scopeRight;
    private int causeRight;
    private int bothRight;
    private int silent;
    private int extra;
    private final List<Long> delays = new ArrayList<>();
    private final Map<String, int[]> byKind = new TreeMap<>();
    private final Map<String, List<Long>> delaysOfKind = new TreeMap<>();
    private long cleanMinutes;
    private int falseAlarms;
    private long nanos;
    long unread;
    final Map<String, Long> misread = new TreeMap<>();
    final List<String> mistakes = new ArrayList<>();

    Trial(String name, Spelling spelling, Senders senders) {
        this.name = name;
        this.spelling = spelling;
        this.senders = senders;
    }

    /// One run; what it takes from `quietFor` minutes on counts as clean when nothing is planted.
    void run(Traffic traffic, long start, int minutes) {
        var scan = new IncidentScan(ScanSettings.defaults());
        var clerk = new Clerk(spelling, scan, senders);
        var known = new LinkedHashMap<String, Incident>();
        var firstTold = new LinkedHashMap<String, Long>();
        var shown = new HashMap<Truth, Map<String, Integer>>();
        for (long m = start; m < start + minutes; m++) {
            traffic.minute(
                    m,
                    mailing -> {
                        clerk.count(mailing);
                        note(mailing, traffic.truths(), shown);
                    });
            long before = System.nanoTime();
            scan.advance(m);
            nanos += System.nanoTime() - before;
            for (var change : scan.changes()) {
                var id = change.incident().id();
                known.put(id, change.incident());
                firstTold.putIfAbsent(id, m);
            }
            for (var truth : traffic.truths()) {
                if (m == truth.onset() + JUDGED_AFTER - 1) {
                    var sent = shown.getOrDefault(truth, Map.of());
                    judge(shown(truth, sent).seenIn(spelling), sent, scan, firstTold, traffic);
                }
            }
        }
        scan.finish();
        unread += clerk.unread;
        clerk.misread.forEach((what, n) -> misread.merge(what, n, Long::sum));
        account(traffic, known, firstTold, minutes);
    }

    /// What a log shows of the parties an incident touches: attempts in its scope since the onset.
    private void note(Mailing m, List<Truth> truths, Map<Truth, Map<String, Integer>> shown) {
        for (var truth : truths) {
            if (m.minute() >= truth.onset()
                    && m.minute() < truth.onset() + JUDGED_AFTER
                    && fits(truth.source(), m.source())
                    && fits(truth.stream(), m.stream())
                    && fits(truth.sender(), senders.of(m))) {
                shown.computeIfAbsent(truth, _ -> new HashMap<>())
                        .merge(Clerk.party(m.mxHost(), m.domain()), 1, Integer::sum);
            }
        }
    }

    /// The truth less the parties to which next to nothing was sent.
    private static Truth shown(Truth truth, Map<String, Integer> sent) {
        var parties = new HashSet<>(truth.parties());
        parties.removeIf(p -> sent.getOrDefault(p, 0) < LEAST_SHOWN);
        return parties.isEmpty() ? truth : truth.at(parties);
    }

    private void judge(
            Truth truth,
            Map<String, Integer> sent,
            IncidentScan scan,
            Map<String, Long> firstTold,
            Traffic traffic) {
        planted++;
        var row = byKind.computeIfAbsent(truth.kind(), _ -> new int[3]);
        row[0]++;
        Incident best = null;
        long first = Long.MAX_VALUE;
        for (var incident : scan.incidents()) {
            var told = firstTold.get(incident.id());
            if (told == null || told < truth.onset() || !meets(incident, truth)) {
                continue;
            }
            first = Math.min(first, told);
            if (best == null || incident.refusals() > best.refusals()) {
                best = incident;
            }
        }
        if (best == null) {
            silent++;
            mistakes.add("missed " + truth);
            return;
        }
        detected++;
        row[1]++;
        long delay = first - truth.onset() + 1;
        delays.add(delay);
        delaysOfKind.computeIfAbsent(truth.kind(), _ -> new ArrayList<>()).add(delay);
        boolean scope = isRight(shown(best.scope(), sent), truth, traffic.parties());
        boolean cause = truth.diagnoses().contains(best.diagnosis());
        scopeRight += scope ? 1 : 0;
        causeRight += cause ? 1 : 0;
        if (scope && cause) {
            bothRight++;
            row[2]++;
        } else {
            mistakes.add(truth + "\n      -> " + best.headline() + " " + best.scope());
        }
    }

    private static boolean meets(Incident incident, Truth truth) {
        var scope = incident.scope();
        return fits(scope.source(), truth.source())
                && fits(scope.stream(), truth.stream())
                && fits(scope.sender(), truth.sender())
                && (scope.everywhere()
                        || truth.parties().isEmpty()
                        || scope.providers().stream().anyMatch(truth.parties()::contains));
    }

    private static boolean fits(@Nullable String found, @Nullable String wanted) {
        return found == null || wanted == null || found.equals(wanted);
    }

    /// The scope less the parties that no log shows enough of.
    private static IncidentScope shown(IncidentScope scope, Map<String, Integer> sent) {
        var kept =
                scope.providers().stream()
                        .filter(p -> sent.getOrDefault(p, 0) >= LEAST_SHOWN)
                        .toList();
        return kept.isEmpty()
                ? scope
                : new IncidentScope(
                        scope.provider(),
                        scope.site(),
                        scope.mxHost(),
                        scope.source(),
                        scope.stream(),
                        scope.sender(),
                        scope.stage(),
                        kept);
    }

    private static boolean isRight(IncidentScope scope, Truth truth, int parties) {
        return Objects.equals(scope.source(), truth.source())
                && Objects.equals(scope.stream(), truth.stream())
                && Objects.equals(scope.sender(), truth.sender())
                && Objects.equals(scope.mxHost(), truth.host())
                && partiesAreRight(scope, truth, parties);
    }

    private static boolean partiesAreRight(IncidentScope scope, Truth truth, int parties) {
        if (scope.everywhere() || truth.parties().isEmpty()) {
            int found = scope.everywhere() ? parties : scope.providers().size();
            int wanted = truth.parties().isEmpty() ? parties : truth.parties().size();
            return Math.min(found, wanted) >= ALIKE * Math.max(found, wanted);
        }
        var both = new HashSet<>(scope.providers());
        both.retainAll(truth.parties());
        var any = new HashSet<>(scope.providers());
        any.addAll(truth.parties());
        return both.size() >= ALIKE * any.size();
    }

    private void account(
            Traffic traffic,
            Map<String, Incident> known,
            Map<String, Long> firstTold,
            int minutes) {
        var truths = traffic.truths().stream().map(t -> t.seenIn(spelling)).toList();
        if (truths.isEmpty()) {
            cleanMinutes += minutes;
            falseAlarms += known.size();
            known.values().forEach(i -> mistakes.add("false alarm " + i.headline()));
            return;
        }
        for (var incident : known.values()) {
            long told = Objects.requireNonNull(firstTold.get(incident.id()));
            boolean explained =
                    truths.stream()
                            .anyMatch(t ->
                                    told >= t.onset()
                                            && told <= t.end() + 20
                                            && meets(incident, t));
            if (!explained) {
                extra++;
                mistakes.add("extra at " + told + " " + incident.headline() + " beside " + truths);
            }
        }
    }

    double bothRight() {
        return planted == 0 ? 1 : (double) bothRight / planted;
    }

    double detected() {
        return planted == 0 ? 1 : (double) detected / planted;
    }

    long delay(double quantile) {
        var sorted = delays.stream().sorted().toList();
        return sorted.isEmpty()
                ? -1
                : sorted.get((int) Math.min(sorted.size() - 1, quantile * sorted.size()));
    }

    double falseAlarmsADay() {
        return cleanMinutes == 0 ? 0 : falseAlarms * 1440.0 / cleanMinutes;
    }

    long millis() {
        return nanos / 1_000_000;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f %% | %.1f %% | %.1f %% | **%.1f %%** | %d / %d | %d | %.2f (%d h) |",
                name,
                planted,
                100 * detected(),
                100.0 * scopeRight / Math.max(1, planted),
                100.0 * causeRight / Math.max(1, planted),
                100 * bothRight(),
                delay(.5),
                delay(.9),
                extra,
                falseAlarmsADay(),
                cleanMinutes / 60);
    }

    String byKind() {
        var text = new StringBuilder();
        byKind.forEach((kind, row) ->
                text.append(
                        String.format(
                                Locale.ROOT,
                                "%-22s planted %3d detected %3d right %3d minutes %s%n",
                                kind,
                                row[0],
                                row[1],
                                row[2],
                                delaysOfKind.getOrDefault(kind, List.of()).stream()
                                        .sorted()
                                        .toList())));
        return text.toString();
    }
}
