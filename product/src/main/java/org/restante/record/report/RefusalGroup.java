package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Verdict;

/// Refusals whose texts are alike but for ids, addresses and numbers, from one provider at one stage.
public final class RefusalGroup {
    /// So many refusals of a group are kept as they are.
    static final int SAMPLES = 3;

    private static final Comparator<Placed> IN_ORDER = Comparator.comparingLong(Placed::position);

    private volatile int id = RowBatch.NONE;
    private long position;
    private String example;
    private final Verdict verdict;
    private final @Nullable String provider;
    private final @Nullable Stage stage;
    private final @Nullable Trouble trouble;
    private final List<Placed> samples = new ArrayList<>();

    RefusalGroup(
            long position,
            String example,
            Verdict verdict,
            @Nullable String provider,
            @Nullable Stage stage,
            @Nullable Trouble trouble) {
        this.position = position;
        this.example = example;
        this.verdict = verdict;
        this.provider = provider;
        this.stage = stage;
        this.trouble = trouble;
    }

    /// One refusal of the group, to look up in the log.
    ///
    /// @param time milliseconds since the epoch
    public record Sample(
            long time,
            @Nullable String queueId,
            @Nullable String recipient,
            @Nullable String mxHost,
            String text) {}

    private record Placed(long position, Sample sample) {}

    /// The group's number in the order in which the log brings them up, from 0; -1 before its first refusal is counted.
    public int id() {
        return id;
    }

    void numbered(int number) {
        id = number;
    }

    /// The first text of the group, whole.
    public synchronized String example() {
        return example;
    }

    /// The group was met here too; the first in the input is its example, whichever thread came first.
    synchronized void seen(long at, byte[] text, int from, int to) {
        if (at < position) {
            position = at;
            example = new String(text, from, to - from, StandardCharsets.UTF_8);
        }
    }

    public Verdict verdict() {
        return verdict;
    }

    public @Nullable String provider() {
        return provider;
    }

    public @Nullable Stage stage() {
        return stage;
    }

    public @Nullable Trouble trouble() {
        return trouble;
    }

    /// The first few refusals of the group, in the order of the log.
    public synchronized List<Sample> samples() {
        return samples.stream().map(Placed::sample).toList();
    }

    /// Offers a refusal; of those offered the first in the input are kept, whichever thread came first.
    synchronized void sample(long at, Sample sample) {
        samples.add(new Placed(at, sample));
        samples.sort(IN_ORDER);
        if (samples.size() > SAMPLES) {
            samples.removeLast();
        }
    }
}
