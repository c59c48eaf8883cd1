package org.restante.meaning.reference;

import java.util.Optional;
import org.restante.mail.smtp.EnhancedStatusCode;

/// One enhanced status code, all classes of one (`X.1.3`), or a run of details (`5.7.606-5.7.649`).
record StatusRange(int category, int subject, int first, int last) {
    private static final int ANY = 0;

    static Optional<StatusRange> of(String text) {
        var ends = text.split("-", 2);
        boolean any = ends[0].startsWith("X.");
        var low = EnhancedStatusCode.of(any ? "4" + ends[0].substring(1) : ends[0]);
        var high = ends.length == 1 ? low : EnhancedStatusCode.of(ends[1]);
        return low.flatMap(from ->
                high.map(to ->
                        new StatusRange(
                                any ? ANY : from.category(),
                                from.subject(),
                                from.detail(),
                                to.detail())));
    }

    boolean contains(EnhancedStatusCode status) {
        return (category == ANY || category == status.category())
                && subject == status.subject()
                && first <= status.detail()
                && status.detail() <= last;
    }

    boolean isOneClass() {
        return category != ANY;
    }
}
