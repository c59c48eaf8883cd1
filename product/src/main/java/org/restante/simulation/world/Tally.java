package org.restante.simulation.world;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.restante.simulation.receiver.Answer;
import org.restante.simulation.receiver.Check;

/// What came of a run.
public final class Tally {
    static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final long end;
    private final List<Site> sites;
    private final List<Letter> letters;
    private final long[] checks = new long[Check.values().length];
    private final double[] deliveredSeconds;
    private final int[][] deliveredAMinute;
    private final int[][] wastedAMinute;
    private long wasted;
    private long delivered;
    private long happened;

    Tally(long end, List<Site> sites, List<Letter> letters) {
        this.end = end;
        this.sites = sites;
        this.letters = letters;
        int minutes = Math.toIntExact((end + MINUTE - 1) / MINUTE) + 1;
        deliveredSeconds = new double[sites.size()];
        deliveredAMinute = new int[sites.size()][minutes];
        wastedAMinute = new int[sites.size()][minutes];
    }

    void happened(long acts) {
        happened = acts;
    }

    void delivered(Letter letter, long now) {
        delivered++;
        deliveredSeconds[letter.site()] += (end - now) / 1e9;
        deliveredAMinute[letter.site()][minute(now)]++;
    }

    void refused(Lane lane, Answer answer, long now) {
        checks[answer.truth().ordinal()]++;
        if (isWaste(answer)) {
            wasted++;
            wastedAMinute[lane.site().index()][minute(now)]++;
        }
    }

    private static int minute(long now) {
        return (int) (now / MINUTE);
    }

    /// Whether a refusal, or a silence, is a try that a sender who knew the receiver would not have made.
    static boolean isWaste(Answer answer) {
        return switch (answer.truth()) {
            case BOX,
                    CONNECTIONS,
                    CONNECTION_RATE,
                    MESSAGES_PER_CONNECTION,
                    RATE,
                    CONTENT,
                    OUTAGE ->
                    true;
            case HOST_FAULT -> answer.isSilence();
            case TAKEN, UNKNOWN_USER, GREYLIST, MAILBOX_FULL, AMBIENT -> false;
        };
    }

    /// The integral over time of what had been delivered to the site, in message seconds: more, and sooner, is better.
    public double deliveredSeconds(int site) {
        return deliveredSeconds[site];
    }

    public long delivered() {
        return delivered;
    }

    public long wasted() {
        return wasted;
    }

    /// Events of virtual time.
    public long happened() {
        return happened;
    }

    /// How often a check refused.
    public long refused(Check check) {
        return checks[check.ordinal()];
    }

    /// Messages delivered to the site in each minute.
    public int[] deliveredAMinute(int site) {
        return deliveredAMinute[site];
    }

    /// Tries wasted on the site in each minute.
    public int[] wastedAMinute(int site) {
        return wastedAMinute[site];
    }

    public double leastStanding() {
        return sites.stream()
                .mapToDouble(site -> site.receiver().leastStanding())
                .average()
                .orElse(1);
    }

    public int boxes() {
        return sites.stream().mapToInt(site -> site.receiver().boxes()).sum();
    }

    /// Refused tries for a greylist beyond the first, which nobody avoids, for each letter that met one.
    public double greylistExtraTries() {
        long met = 0;
        long tries = 0;
        for (var letter : letters) {
            if (letter.greylisted > 0) {
                met++;
                tries += letter.greylisted - 1;
            }
        }
        return met == 0 ? 0 : (double) tries / met;
    }

    /// The most tries spent on one letter whose content offends.
    public int mostContentRefusals() {
        return letters.stream().mapToInt(letter -> letter.contentRefusals).max().orElse(0);
    }

    /// Seconds from arrival to delivery of the letters asked for, shortest first; a letter still waiting at the end counts with its age
    /// then, one that was bounced does not count.
    public Delays delays(Predicate<Letter> which) {
        var seconds =
                letters.stream()
                        .filter(letter -> letter.delivered || letter.ended == Letter.NONE)
                        .filter(letter -> letter.arrived() <= end)
                        .filter(which)
                        .mapToDouble(letter ->
                                ((letter.delivered ? letter.ended : end) - letter.arrived()) / 1e9)
                        .toArray();
        Arrays.sort(seconds);
        return new Delays(seconds);
    }

    /// Delays in seconds, shortest first.
    public record Delays(double[] seconds) {
        /// The delay that this share is not above; 0 when there are none.
        public double at(double share) {
            if (seconds.length == 0) {
                return 0;
            }
            return seconds[Math.min(seconds.length - 1, (int) Math.floor(share * seconds.length))];
        }
    }
}
