package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Cause;

/// What the scan costs beside a log: twenty hours, 60 domains with three hosts each, 8 sources, 4 streams, 1.65 million attempts.
final class ScanSpeedTest {
    private static final int DOMAINS = 60;
    private static final int HOSTS = 3;
    private static final int SOURCES = 8;
    private static final int STREAMS = 4;
    private static final int MINUTES = 20 * 60;
    private static final int A_MINUTE = 1375;
    private static final Cause[] USUAL = {
        Cause.RATE,
        Cause.MAILBOX_FULL,
        Cause.NETWORK,
        Cause.GREYLIST,
        Cause.POLICY,
        Cause.DNS,
        Cause.NO_SUCH_USER
    };

    @Test
    void aDaysLogCostsLittle() {
        assertThat(millis(SOURCES, STREAMS)).isLessThan(2_000);
    }

    @Test
    void aDaysLogWithoutSourcesAndStreamsCostsLess() {
        assertThat(millis(1, 1)).isLessThan(1_000);
    }

    /// The best of some rounds, which leaves out what the virtual machine takes to warm up.
    private static double millis(int sources, int streams) {
        double best = Double.MAX_VALUE;
        int found = 0;
        for (int round = 0; round < Integer.getInteger("rounds", 3); round++) {
            var world = new World(sources, streams);
            long before = cpu();
            var scan = world.run();
            best = Math.min(best, (cpu() - before) / 1e6);
            found = scan.incidents().size();
        }
        System.out.printf(
                Locale.ROOT,
                "scan: %.0f ms CPU for 1.65 M attempts, %d sources, %d streams, %d incidents%n",
                best,
                sources,
                streams,
                found);
        return best;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /// Attempts made beforehand, so that only the scan is timed.
    private static final class World {
        private final int sources;
        private final int streams;
        private final int[] where = new int[MINUTES * A_MINUTE];
        private final byte[] what = new byte[MINUTES * A_MINUTE];

        World(int sources, int streams) {
            this.sources = sources;
            this.streams = streams;
            var chance = new SplittableRandom(7);
            var shares = new double[DOMAINS];
            double sum = 0;
            for (int d = 0; d < DOMAINS; d++) {
                sum += Math.pow(d + 1, -.9);
                shares[d] = sum;
            }
            for (int i = 0; i < where.length; i++) {
                int minute = i / A_MINUTE;
                double u = chance.nextDouble() * sum;
                int d = 0;
                while (shares[d] < u) {
                    d++;
                }
                where[i] =
                        ((d * HOSTS + chance.nextInt(HOSTS)) * sources + chance.nextInt(sources))
                                        * streams
                                + chance.nextInt(streams);
                what[i] = what(chance, d, minute / 60);
            }
        }

        private static byte what(SplittableRandom chance, int domain, int hour) {
            boolean cut =
                    (domain == 1 || domain == 4) && hour >= 9 && hour < 13
                            || domain == 2 && hour >= 18;
            if (cut && chance.nextDouble() < .4) {
                return 8;
            }
            return chance.nextDouble() < .07 ? (byte) (1 + chance.nextInt(USUAL.length)) : 0;
        }

        IncidentScan run() {
            var scan = new IncidentScan(ScanSettings.defaults());
            var accepted = new int[DOMAINS * HOSTS * sources * streams];
            var refused = new int[accepted.length];
            for (int c = 0; c < accepted.length; c++) {
                accepted[c] = scan.cell(cell(c, null));
                refused[c] = scan.cell(cell(c, Stage.MAIL));
            }
            for (int i = 0; i < where.length; i++) {
                long minute = 29_000_000 + i / A_MINUTE;
                if (what[i] == 0) {
                    scan.count(minute, accepted[where[i]], null, -1, i + 1);
                } else {
                    var cause = what[i] == 8 ? Cause.REPUTATION : USUAL[what[i] - 1];
                    scan.count(minute, refused[where[i]], cause, what[i], i + 1);
                }
                if (i % A_MINUTE == A_MINUTE - 1) {
                    scan.advance(minute);
                }
            }
            scan.finish();
            return scan;
        }

        private Cell cell(int c, Stage stage) {
            int d = c / streams / sources / HOSTS;
            return new Cell(
                    null,
                    "domain" + d + ".test",
                    "mx" + c / streams / sources % HOSTS + ".domain" + d + ".test",
                    sources == 1 ? null : "out" + c / streams % sources,
                    streams == 1 ? null : "stream" + c % streams,
                    stage);
        }
    }
}
