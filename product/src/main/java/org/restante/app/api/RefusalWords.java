package org.restante.app.api;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.event.Event;
import org.restante.mail.event.EventType;
import org.restante.meaning.provider.Providers;
import org.restante.meaning.verdict.Judge;

/// What a receiver meant by refusing an attempt, in a sentence for people.
public final class RefusalWords {
    private final Supplier<Judge> judges;
    private final Supplier<Providers> providers;

    /// @param judges a new one for each question: a judge is of one thread
    public RefusalWords(Supplier<Judge> judges, Supplier<Providers> providers) {
        this.judges = judges;
        this.providers = providers;
    }

    /// For the events of one answer.
    OfOne begin() {
        return new OfOne(judges.get());
    }

    /// The words for the events of one answer, by one thread.
    final class OfOne {
        private final Judge judge;

        private OfOne(Judge judge) {
            this.judge = judge;
        }

        /// Null for what was no attempt, or was taken.
        @Nullable String of(Event event) {
            var attempt = event.attempt();
            if (attempt == null || event.type() == EventType.DELIVERED) {
                return null;
            }
            var text = attempt.text() == null ? "" : attempt.text();
            if (text.isEmpty() && attempt.trouble() == null) {
                return null;
            }
            var reply = attempt.code() == null ? text : attempt.code() + " " + text;
            var provider =
                    event.provider() == null ? null : providers.get().byWord(event.provider());
            return judge.judge(reply, attempt.stage(), attempt.trouble(), provider).explanation();
        }
    }
}
