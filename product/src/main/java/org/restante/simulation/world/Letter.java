package org.restante.simulation.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.restante.simulation.receiver.Trait;

/// One message to one recipient.
public final class Letter {
    /// No source is fixed, or it has not ended.
    static final int NONE = -1;

    private final int number;
    private final int site;
    private final Stream stream;
    private final long arrived;
    private final Trait trait;
    private final boolean offends;

    int attempts;
    int tries;
    int source = NONE;
    int greylisted;
    int contentRefusals;
    long order;
    long ended = NONE;
    boolean delivered;

    Letter(int number, int site, Stream stream, long arrived, Trait trait, boolean offends) {
        this.number = number;
        this.site = site;
        this.stream = stream;
        this.arrived = arrived;
        this.trait = trait;
        this.offends = offends;
    }

    /// Every letter of the scenario, in the order of arrival.
    static List<Letter> allOf(Scenario scenario, RandomGenerator chance) {
        var letters = new ArrayList<Letter>();
        for (var load : scenario.loads()) {
            long from = load.from().toNanos();
            long span = load.until().toNanos() - from;
            int every = load.offending() == 0 ? 0 : Math.max(1, load.messages() / load.offending());
            for (int i = 0; i < load.messages(); i++) {
                long at = from + (long) (span * chance.nextDouble());
                var trait = chance.nextDouble() < load.unknownUsers() ? Trait.UNKNOWN : Trait.KNOWN;
                boolean offends = every > 0 && i % every == every / 2;
                letters.add(
                        new Letter(letters.size(), load.site(), load.stream(), at, trait, offends));
            }
        }
        letters.sort(Comparator.comparingLong(Letter::arrived).thenComparingInt(Letter::number));
        return letters;
    }

    public int number() {
        return number;
    }

    /// The number of the site it goes to.
    public int site() {
        return site;
    }

    public Stream stream() {
        return stream;
    }

    public long arrived() {
        return arrived;
    }

    /// How many attempts have been spent on it: tries that the policy gave back are not among them.
    public int attempts() {
        return attempts;
    }

    /// From now on only this source may carry it, as a greylist demands.
    public void pin(int toSource) {
        source = toSource;
    }

    String recipient() {
        return "r" + number + "@site" + site + ".example";
    }

    Trait trait() {
        return trait;
    }

    boolean offends() {
        return offends;
    }
}
