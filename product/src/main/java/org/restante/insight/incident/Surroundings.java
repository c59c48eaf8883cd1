package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What the neighbours of a scope see over the same time: the rest of the traffic, and siblings that are clean.
final class Surroundings {
    private static final int SIBLINGS = 4;
    private static final int LEAST_ATTEMPTS = 10;

    private final Crossings crossings;

    Surroundings(Crossings crossings) {
        this.crossings = crossings;
    }

    /// What was counted since the onset.
    List<Evidence> of(Track track) {
        track.attemptsAround.makeRoom(crossings.count);
        track.refusedAround.makeRoom(crossings.count);
        var n = track.attemptsAround.counts;
        var k = track.refusedAround.counts;
        var evidence = new ArrayList<Evidence>();
        evidence.add(outside(track.members(crossings), n, k));
        evidence.addAll(cleanSiblings(track, n, k));
        return evidence;
    }

    private Evidence outside(CrossingSet inside, int[] n, int[] k) {
        long attempts = 0;
        long refusals = 0;
        for (int c = 0; c < crossings.count; c++) {
            if (!inside.holds(c)) {
                attempts += n[c];
                refusals += k[c];
            }
        }
        return new Evidence.Outside(refusals, attempts);
    }

    private List<Evidence.CleanSibling> cleanSiblings(Track track, int[] n, int[] k) {
        var reach = track.reach;
        var all = new ArrayList<Evidence.CleanSibling>();
        if (reach.unit() >= 0) {
            boolean host = crossings.isHost(reach.unit());
            var dimension = host ? Dimension.MX_HOST : Dimension.SITE;
            all.addAll(clean(track, dimension, host ? crossings.host : crossings.site, n, k));
        }
        if (reach.source() > 0) {
            all.addAll(clean(track, Dimension.SOURCE, crossings.source, n, k));
        }
        if (reach.stream() > 0) {
            all.addAll(clean(track, Dimension.STREAM, crossings.stream, n, k));
        }
        if (reach.sender() > 0) {
            all.addAll(clean(track, Dimension.SENDER, crossings.sender, n, k));
        }
        if (!reach.isEverywhere()) {
            all.addAll(clean(track, Dimension.PROVIDER, crossings.party, n, k));
        }
        return all;
    }

    /// Values of one dimension that differ from the scope's in nothing else, by attempts, falling.
    private List<Evidence.CleanSibling> clean(
            Track track, Dimension dimension, int[] valueOf, int[] n, int[] k) {
        int most = 1;
        for (int c = 0; c < crossings.count; c++) {
            most = Math.max(most, valueOf[c] + 1);
        }
        var attempts = new long[most];
        var refusals = new long[most];
        for (int c = 0; c < crossings.count; c++) {
            if (valueOf[c] >= 0 && isBeside(track.reach, dimension, c)) {
                attempts[valueOf[c]] += n[c];
                refusals[valueOf[c]] += k[c];
            }
        }
        double bound = (track.usual + track.rate()) / 3;
        var siblings = new ArrayList<Evidence.CleanSibling>();
        for (int v = 0; v < most; v++) {
            if (attempts[v] >= LEAST_ATTEMPTS && refusals[v] <= bound * attempts[v]) {
                siblings.add(
                        new Evidence.CleanSibling(
                                dimension, name(dimension, v), refusals[v], attempts[v]));
            }
        }
        siblings.sort(Comparator.comparingLong(Evidence.CleanSibling::attempts).reversed());
        return siblings.subList(0, Math.min(SIBLINGS, siblings.size()));
    }

    private boolean isBeside(Reach reach, Dimension dimension, int c) {
        boolean sameParty = reach.isEverywhere() || reach.parties().get(crossings.party[c]);
        boolean sameUnit =
                reach.unit() < 0
                        || crossings.host[c] == reach.unit()
                        || crossings.site[c] == reach.unit();
        boolean sameSource = reach.source() == 0 || crossings.source[c] == reach.source();
        boolean sameStream = reach.stream() == 0 || crossings.stream[c] == reach.stream();
        boolean sameSender = reach.sender() == 0 || crossings.sender[c] == reach.sender();
        boolean sameMail = sameStream && sameSender;
        return switch (dimension) {
            case PROVIDER -> !sameParty && sameSource && sameMail;
            case MX_HOST, SITE -> sameParty && !sameUnit && sameSource && sameMail;
            case SOURCE -> sameParty && sameUnit && !sameSource && sameMail;
            case STREAM -> sameParty && sameUnit && sameSource && !sameStream;
            case SENDER -> sameParty && sameUnit && sameSource && !sameSender;
        };
    }

    private String name(Dimension dimension, int value) {
        return switch (dimension) {
            case PROVIDER -> crossings.parties.name(value);
            case MX_HOST, SITE -> crossings.unitName(value);
            case SOURCE -> value == 0 ? "(unknown)" : crossings.sources.name(value);
            case STREAM -> value == 0 ? "(unknown)" : crossings.streams.name(value);
            case SENDER -> crossings.senders.name(value);
        };
    }
}
