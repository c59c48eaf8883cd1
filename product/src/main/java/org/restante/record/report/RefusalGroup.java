package org.restante.record.report;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Verdict;

/// Refusals whose texts are alike but for ids, addresses and numbers, from one provider at one stage.
public final class RefusalGroup {
    /// Of each stretch of so much time one refusal is kept as it is; in a longer log the stretches are longer.
    static final long STRETCH = 300_000;

    private static final int STRETCHES = 32;

    private volatile int id = RowBatch.NONE;
    private long position;
    private String example;
    private List<String> exampleOf;
    private final Verdict verdict;
    private final @Nullable String provider;
    private final @Nullable Stage stage;
    private final @Nullable Trouble trouble;
    private final Map<Long, Placed> samples = new TreeMap<>();
    private long stretch = STRETCH;

    /// Senders that other lines of the log tell.
    private final Set<String> senders = new HashSet<>();

    RefusalGroup(
            long position,
            String example,
            List<String> exampleOf,
            Verdict verdict,
            @Nullable String provider,
            @Nullable Stage stage,
            @Nullable Trouble trouble) {
        this.position = position;
        this.example = example;
        this.exampleOf = exampleOf;
        this.verdict = verdict;
        this.provider = provider;
        this.stage = stage;
        this.trouble = trouble;
    }

    /// One refusal of the group, to look up in the log.
    ///
    /// @param time milliseconds since the epoch
    /// @param stream null where the row does not tell it
    /// @param logHost what queue ids are unique within
    /// @param source the source's name, where the log has one beside its address
    /// @param sourceAddress null where the log does not tell it
    public record Sample(
            long time,
            Combination place,
            @Nullable String stream,
            @Nullable String logHost,
            @Nullable String queueId,
            @Nullable String messageId,
            @Nullable String sender,
            @Nullable String recipient,
            @Nullable String source,
            @Nullable String sourceAddress,
            @Nullable String tenant,
            String text) {
        /// The addresses it is about.
        List<String> people() {
            return Stream.of(recipient, sender).filter(Objects::nonNull).toList();
        }
    }

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
    synchronized void seen(long at, byte[] text, int from, int to, Supplier<List<String>> people) {
        if (at < position) {
            position = at;
            exampleOf = people.get();
            example = new String(text, from, to - from, StandardCharsets.UTF_8);
        }
    }

    /// One of its refusals is of this sender's message, as another line tells.
    public synchronized void isFrom(String sender) {
        senders.add(sender);
    }

    /// Recipients and senders of the example and of the samples: who its texts may name.
    public synchronized List<String> people() {
        var told =
                Stream.concat(
                        exampleOf.stream(),
                        samples.values().stream()
                                .flatMap(placed -> placed.sample().people().stream()));
        return Stream.concat(told, senders.stream().sorted()).distinct().toList();
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

    /// Some refusals of the group, spread over its time, in its order.
    public synchronized List<Sample> samples() {
        return samples.values().stream().map(Placed::sample).toList();
    }

    /// Offers a refusal; of those offered the first in the input of each stretch is kept, whichever thread came first.
    synchronized void sample(long at, Sample sample) {
        keep(new Placed(at, sample));
        while (samples.size() > STRETCHES) {
            stretch *= 2;
            var all = List.copyOf(samples.values());
            samples.clear();
            all.forEach(this::keep);
        }
    }

    private void keep(Placed one) {
        samples.merge(
                Math.floorDiv(one.sample().time(), stretch),
                one,
                (before, now) -> before.position() <= now.position() ? before : now);
    }
}
