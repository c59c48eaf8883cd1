package org.restante.record.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import org.restante.record.logs.Block;
import org.restante.record.logs.LineReader;
import org.restante.record.logs.LogFile;

/// Counts a log that is still being written: blocks are fed as they come. One thread's.
public final class LiveReading {
    private static final int LAG_MINUTES = 1;

    private final Ledger ledger;
    private final Intake intake;
    private final RowBatch batch = new RowBatch();
    private final List<LogFile> files;

    public LiveReading(
            List<LogFile> files, Meaning meaning, Places places, AttemptListener listener) {
        var names = new Dictionaries(places);
        this.files = List.copyOf(files);
        ledger = new Ledger(names, Long.MIN_VALUE, Long.MAX_VALUE, listener, LAG_MINUTES);
        intake = new Intake(names, meaning, true);
    }

    /// Takes whole lines of one of the files.
    public void feed(Block block, LineReader reader) {
        intake.read(block, reader, files.get(block.file()), batch);
        ledger.take(batch);
    }

    /// The minutes before `now` are over, even if nothing more was logged in them.
    public void passed(Instant now) {
        ledger.passed(Math.floorDiv(now.toEpochMilli(), 60_000) - LAG_MINUTES);
    }

    /// What was counted so far.
    public LogSummary summary() {
        return new LogSummary(ledger, files, ledger.bytes, Caveats.NONE);
    }

    /// Whether the logs tell from which source mail goes out.
    public boolean namesSources() {
        for (int i = 0; i < ledger.combinations.size(); i++) {
            if (ledger.names.combinations.get(i).source() != null) {
                return true;
            }
        }
        return false;
    }

    /// The newest attempt in milliseconds since the epoch; [Long#MIN_VALUE] when there was none.
    public long newest() {
        return ledger.to;
    }

    /// One provider's attempts of late.
    ///
    /// @param course attempts and refusals of each of the last minutes, the oldest first
    public record Recent(
            String provider,
            long attempts,
            long deferred,
            long bounced,
            List<Timeline.Counts> course) {}

    /// The providers with attempts in the last `window`, the busiest first.
    public List<Recent> recent(Instant now, Duration window, int limit) {
        long stretch = ledger.course.stretch();
        int count = (int) Math.max(1, window.toMillis() / stretch);
        long last = Math.floorDiv(now.toEpochMilli(), stretch);
        var byProvider = new HashMap<Integer, long[][]>();
        ledger.course.forEach((time, provider, attempts, deferred, bounced) -> {
            long age = last - Math.floorDiv(time, stretch);
            if (age >= 0 && age < count) {
                var at =
                        byProvider
                                .computeIfAbsent(provider, ignored -> new long[count][3])[
                                (int) (count - 1 - age)];
                at[0] += attempts;
                at[1] += deferred;
                at[2] += bounced;
            }
        });
        var rows = new ArrayList<Recent>();
        byProvider.forEach(
                (provider, counts) -> rows.add(recent(ledger.providers.name(provider), counts)));
        rows.sort(
                Comparator.comparingLong(Recent::attempts)
                        .reversed()
                        .thenComparing(Recent::provider));
        return rows.subList(0, Math.min(limit, rows.size()));
    }

    private static Recent recent(String provider, long[][] counts) {
        long attempts = 0;
        long deferred = 0;
        long bounced = 0;
        var course = new ArrayList<Timeline.Counts>(counts.length);
        for (var count : counts) {
            attempts += count[0];
            deferred += count[1];
            bounced += count[2];
            course.add(new Timeline.Counts(count[0], count[1], count[2]));
        }
        return new Recent(provider, attempts, deferred, bounced, List.copyOf(course));
    }
}
