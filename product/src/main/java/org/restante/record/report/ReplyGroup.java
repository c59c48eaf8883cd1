package org.restante.record.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;

/// Refusals whose texts differ only in ids, addresses and numbers, at one provider.
///
/// @param id the number by which incidents refer to this group
/// @param row the counts; its key is the text with what differs masked
/// @param example one of the texts as it came
/// @param verdict what it means; null for the row of the rest
/// @param provider null when unknown or several
/// @param people recipients and senders that the example may name; shown nowhere
/// @param first time of the first, null when the log gave no times
public record ReplyGroup(
        int id,
        TableRow row,
        String example,
        @Nullable Verdict verdict,
        @Nullable String provider,
        @Nullable Instant first,
        @Nullable Instant last,
        List<String> people) {
    public ReplyGroup {
        people = List.copyOf(people);
    }

    public ReplyGroup(
            int id,
            TableRow row,
            String example,
            @Nullable Verdict verdict,
            @Nullable String provider,
            @Nullable Instant first,
            @Nullable Instant last) {
        this(id, row, example, verdict, provider, first, last, List.of());
    }
}
