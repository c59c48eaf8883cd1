package org.restante.app.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Cell;
import org.restante.insight.incident.IncidentScan;
import org.restante.mail.smtp.Stage;
import org.restante.record.report.AttemptListener;
import org.restante.record.report.Combination;
import org.restante.record.report.RefusalGroup;

/// Hands the attempts of a log to the scan for incidents.
final class ScanListener implements AttemptListener {
    private static final int MOST_SITES = 100_000;
    private static final int STAGES = Stage.values().length;

    /// Where attempts are made, and the scan's cells for it by stage.
    private static final class Place {
        final Combination combination;
        final @Nullable String stream;
        String site;
        int accepted;
        int @Nullable [] refused;

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
            scan.count(epochMinute, cell(at, null), null, -1, message);
            return;
        }
        if (at.combination.mxHost() == null) {
            settle(at);
        }
        scan.count(
                epochMinute,
                cell(at, refusal.stage()),
                refusal.verdict().cause(),
                refusal.id(),
                message);
    }

    private void settle(Place place) {
        var known = sites.getOrDefault(place.combination.domain(), place.site);
        if (!known.equals(place.site)) {
            place.site = known;
            place.refused = null;
            place.accepted = 0;
        }
    }

    /// The scan's number for a place: one for what is accepted there, one for each stage of a refusal.
    private int cell(Place place, @Nullable Stage stage) {
        if (stage == null) {
            if (place.accepted == 0) {
                place.accepted = 1 + ask(place, null);
            }
            return place.accepted - 1;
        }
        if (place.refused == null) {
            place.refused = new int[STAGES];
        }
        if (place.refused[stage.ordinal()] == 0) {
            place.refused[stage.ordinal()] = 1 + ask(place, stage);
        }
        return place.refused[stage.ordinal()] - 1;
    }

    private int ask(Place place, @Nullable Stage stage) {
        var combination = place.combination;
        return scan.cell(
                new Cell(
                        combination.provider(),
                        place.site,
                        combination.mxHost(),
                        combination.source(),
                        place.stream,
                        stage));
    }

    @Override
    public void complete(long epochMinute) {
        scan.advance(epochMinute);
    }
}
