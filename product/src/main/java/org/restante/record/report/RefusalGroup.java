package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Verdict;

/// Refusals whose texts are alike but for ids, addresses and numbers, from one provider at one stage.
public final class RefusalGroup {
    private static final int SAMPLES = 5;

    private final int id;
    private long position;
    private String example;
    private final Verdict verdict;
    private final @Nullable String provider;
    private final @Nullable Stage stage;
    private final @Nullable Trouble trouble;
    private final List<Sample> samples = new ArrayList<>();

    RefusalGroup(
            int id,
            long position,
            String example,
            Verdict verdict,
            @Nullable String provider,
            @Nullable Stage stage,
            @Nullable Trouble trouble) {
        this.id = id;
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

    public int id() {
        return id;
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

    /// The first few refusals of the group.
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    synchronized void sample(Sample sample) {
        if (samples.size() < SAMPLES) {
            samples.add(sample);
        }
    }
}
