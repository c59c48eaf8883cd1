package org.restante.app.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Cell;
import org.restante.insight.incident.IncidentScan;
import org.restante.record.report.AttemptListener;
import org.restante.record.report.Combination;
import org.restante.record.report.RefusalGroup;

/// Hands the attempts of a log to the scan for incidents.
final class ScanListener implements AttemptListener {
    private static final int MOST_SITES = 100_000;

    private final IncidentScan scan;

    /// Where attempts are made: by place, its combination, its stream, its sender and its site.
    private final List<Combination> combinations = new ArrayList<>();

    private final List<@Nullable String> streams = new ArrayList<>();
    private final List<@Nullable String> senders = new ArrayList<>();
    private final List<String> siteOf = new ArrayList<>();

    /// By place: one more than the scan's number for it; 0 until asked for.
    private int[] cells = new int[256];

    /// The cells of the attempts that are just told.
    private int[] crossed = new int[256];

    /// The site of a domain, learnt from attempts that reached a host: one that found no host belongs to it all the same.
    private final Map<String, String> sites = new HashMap<>();

    ScanListener(IncidentScan scan) {
        this.scan = scan;
    }

    @Override
    public int place(Combination combination, @Nullable String stream, @Nullable String sender) {
        int place = combinations.size();
        combinations.add(combination);
        streams.add(stream);
        senders.add(sender);
        siteOf.add(combination.site());
        if (place == cells.length) {
            cells = Arrays.copyOf(cells, place * 2);
        }
        if (combination.mxHost() != null && sites.size() < MOST_SITES) {
            sites.putIfAbsent(combination.domain(), combination.site());
        }
        return place;
    }

    @Override
    public void attempt(long epochMinute, int place, @Nullable RefusalGroup refusal, long message) {
        if (refusal == null) {
            scan.count(epochMinute, cell(place), null, -1, message);
            return;
        }
        if (combinations.get(place).mxHost() == null) {
            settle(place);
        }
        int cell = cell(place);
        scan.count(
                epochMinute,
                refusal.stage() == null ? cell : IncidentScan.atStage(cell, refusal.stage()),
                refusal.verdict().cause(),
                refusal.id(),
                message);
    }

    @Override
    public void accepted(long epochMinute, int[] places, int count) {
        if (crossed.length < count) {
            crossed = new int[count * 2];
        }
        for (int i = 0; i < count; i++) {
            crossed[i] = cell(places[i]);
        }
        scan.accepted(epochMinute, crossed, count);
    }

    private void settle(int place) {
        var site = siteOf.get(place);
        var known = sites.getOrDefault(combinations.get(place).domain(), site);
        if (!known.equals(site)) {
            siteOf.set(place, known);
            cells[place] = 0;
        }
    }

    private int cell(int place) {
        if (cells[place] == 0) {
            var combination = combinations.get(place);
            cells[place] =
                    1
                            + scan.cell(
                                    new Cell(
                                            combination.provider(),
                                            siteOf.get(place),
                                            combination.mxHost(),
                                            combination.source(),
                                            streams.get(place),
                                            senders.get(place),
                                            null));
        }
        return cells[place] - 1;
    }

    @Override
    public void complete(long epochMinute) {
        scan.advance(epochMinute);
    }
}
