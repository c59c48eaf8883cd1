package org.restante.insight.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Plants incidents in made-up traffic, writes it as a server would log it, reads it back, and counts what the scan found.
///
/// One run in six has no incident and counts for false alarms. `-Druns=…` sets how many runs the long tables take.
final class GroundTruthTest {
    private static final long START = 29_000_000;
    private static final int ROOT_CAUSE_MINUTES = 480;
    private static final int FEW = 18;

    private static Trial prototype(Spelling spelling, double rate, int runs, long seed) {
        var trial =
                new Trial(
                        "prototype, %.0f/min, %s".formatted(rate, spelling),
                        spelling,
                        Senders.wished());
        for (int run = 0; run < runs; run++) {
            trial.run(
                    new PrototypeTraffic(seed + run, rate, run % 6 == 5 ? 0 : 1, .5, START),
                    START,
                    PrototypeTraffic.MINUTES);
        }
        return told(trial);
    }

    private static Trial rootCauses(Spelling spelling, double rate, int runs, long seed) {
        var trial =
                new Trial(
                        "root causes, %.0f/min, %s".formatted(rate, spelling),
                        spelling,
                        Senders.wished());
        for (int run = 0; run < runs; run++) {
            trial.run(
                    new RootCauseTraffic(
                            seed + run, rate, run % 6 == 5 ? 0 : 1, START, ROOT_CAUSE_MINUTES),
                    START,
                    ROOT_CAUSE_MINUTES);
        }
        return told(trial);
    }

    private static Trial oneSender(Spelling spelling, double rate, int runs, long seed) {
        var senders = new Senders(12);
        var trial =
                new Trial("one sender, %.0f/min, %s".formatted(rate, spelling), spelling, senders);
        for (int run = 0; run < runs; run++) {
            trial.run(
                    new OneSenderTraffic(
                            seed + run,
                            new RootCauseTraffic(
                                    seed + run, rate, 0, START, PrototypeTraffic.MINUTES),
                            senders,
                            run % 6 != 5,
                            START),
                    START,
                    PrototypeTraffic.MINUTES);
        }
        return told(trial);
    }

    private static Trial told(Trial trial) {
        System.out.println(trial.row());
        if (Boolean.getBoolean("mistakes")) {
            System.out.println(trial.byKind());
            trial.mistakes.forEach(System.out::println);
            System.out.println(
                    trial.millis() + " ms, unread " + trial.unread + ", misread " + trial.misread);
        }
        return trial;
    }

    private static void areGood(Supplier<Trial> trials, double right, long minutes) {
        var trial = trials.get();

        assertThat(trial.unread).isZero();
        assertThat(trial.bothRight()).isGreaterThanOrEqualTo(right);
        assertThat(trial.delay(.9)).isLessThanOrEqualTo(minutes);
        assertThat(trial.falseAlarmsADay()).isLessThanOrEqualTo(.5);
    }

    @Test
    @Tag("slow")
    void thePrototypesIncidentsAreFoundInPowerMtaLogs() {
        areGood(() -> prototype(Spelling.POWERMTA, 300, FEW, 1000), .95, 5);
    }

    @Test
    @Tag("slow")
    void thePrototypesIncidentsAreToldApartInPostfixLogsThatNameNoSource() {
        areGood(() -> prototype(Spelling.POSTFIX, 300, FEW, 1000), .9, 5);
    }

    @Test
    @Tag("slow")
    void rootCausesAreFoundInPowerMtaLogs() {
        areGood(() -> rootCauses(Spelling.POWERMTA, 300, FEW, 1000), .95, 6);
    }

    @Test
    @Tag("slow")
    void rootCausesAreFoundInPostfixLogsWithAMapOfSources() {
        areGood(() -> rootCauses(Spelling.POSTFIX_MAPPED, 300, FEW, 2000), .86, 7);
    }

    @Test
    @Tag("slow")
    void aRefusedSenderIsFoundAmongThoseWhoShareItsSources() {
        areGood(() -> oneSender(Spelling.POWERMTA, 300, FEW, 1000), .86, 7);
    }

    /// The whole table of `docs/INCIDENTS.md`.
    @Test
    @Tag("long")
    void theWholeTable() {
        int runs = Integer.getInteger("runs", 60);
        for (var spelling : Spelling.values()) {
            prototype(spelling, 300, runs, 50_000);
            rootCauses(spelling, 300, runs, 50_000);
        }
        for (double rate : new double[] {100, 30, 3}) {
            prototype(Spelling.POWERMTA, rate, runs, 60_000);
            rootCauses(Spelling.POWERMTA, rate, runs, 60_000);
        }
    }

    /// One row, as the system properties say: `-Dgenerator=prototype|root|sender -Dspelling=… -Drate=… -Druns=… -Dmistakes=true`.
    @Test
    @Tag("long")
    void oneRow() {
        var spelling = Spelling.valueOf(System.getProperty("spelling", "DIRECT"));
        int runs = Integer.getInteger("runs", 60);
        double rate = Integer.getInteger("rate", 300);
        long seed = Long.getLong("seed", 7000);
        switch (System.getProperty("generator", "root")) {
            case "root" -> rootCauses(spelling, rate, runs, seed);
            case "sender" -> oneSender(spelling, rate, runs, seed);
            default -> prototype(spelling, rate, runs, seed);
        }
    }
}
