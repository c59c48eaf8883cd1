package org.restante.app.analysis;

import java.util.ArrayList;
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

    /// Where attempts are made, and one more than the scan's number for it; 0 until asked for.
    private static final class Place {
        final Combination combination;
        final @Nullable String stream;
        String site;
        int cell;

        Place(Combination combination, @Nullable String stream) {
            this.combination = combination;
            this.stream = stream;
            site = combination.site();
        }
    }

    private final IncidentScan scan;
    private final List<Place> places = new ArrayList<>();

    /// The site of a domain, learnt from attempts that reached a host: one that found no host belongs to it all the same.
    private final Map<String, String> sites = new HashMap<>();

    ScanListener(IncidentScan scan) {
        this.scan = scan;
    }

    @Override
    public int place(Combination combination, @Nullable String stream) {
        places.add(new Place(combination, stream));
        if (combination.mxHost() != null && sites.size() < MOST_SITES) {
            sites.putIfAbsent(combination.domain(), combination.site());
        }
        return places.size() - 1;
    }

    @Override
    public void attempt(long epochMinute, int place, @Nullable RefusalGroup refusal, long message) {
        var at = places.get(place);
        if (refusal == null) {
            scan.count(epochMinute, cell(at), null, -1, message);
            return;
        }
        if (at.combination.mxHost() == null) {
            settle(at);
        }
        scan.count(
                epochMinute,
                refusal.stage() == null
                        ? cell(at)
                        : IncidentScan.atStage(cell(at), refusal.stage()),
                refusal.verdict().cause(),
                refusal.id(),
                message);
    }

    private void settle(Place place) {
        var known = sites.getOrDefault(place.combination.domain(), place.site);
        if (!known.equals(place.site)) {
            place.site = known;
            place.cell = 0;
        }
    }

    private int cell(Place place) {
        if (place.cell == 0) {
            var combination = place.combination;
            place.cell =
                    1
                            + scan.cell(
                                    new Cell(
                                            combination.provider(),
                                            place.site,
                                            combination.mxHost(),
                                            combination.source(),
                                            place.stream,
                                            null));
        }
        return place.cell - 1;
    }

    @Override
    public void complete(long epochMinute) {
        scan.advance(epochMinute);
    }
}
