package org.restante.app.duty;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.restante.app.duty.Entry.What;
import org.restante.app.duty.PostmasterLetter.State;
import org.restante.insight.response.ResponseSettings;
import org.restante.sending.queue.By;

/// What people tell of the letters they wrote to postmasters: sent, answered, closed.
public final class Letters {
    private static final int MOST = 30;

    private final Casebook casebook;
    private final Supplier<ResponseSettings> settings;
    private final InstantSource clock;

    Letters(Casebook casebook, Supplier<ResponseSettings> settings, InstantSource clock) {
        this.casebook = casebook;
        this.settings = settings;
        this.clock = clock;
    }

    /// One was sent.
    ///
    /// @param by with a remark as the reason
    /// @return empty when there is no such incident
    /// @throws IllegalArgumentException when it has too many
    public Optional<Case> sent(String id, String to, @Nullable String ticket, By by)
            throws IOException {
        var now = clock.instant();
        var due = now.plus(settings.get().answerWithin());
        return casebook.alter(
                id,
                What.LETTER_SENT,
                by,
                words(to + (ticket == null ? "" : " (ticket " + ticket + ")"), by),
                changing(work -> {
                    if (work.letters().size() >= MOST) {
                        throw new IllegalArgumentException(
                                "it has "
                                        + MOST
                                        + " letters already; one of them may be sent again");
                    }
                    int number = work.letters().size() + 1;
                    return work.with(
                            new PostmasterLetter(
                                    number,
                                    to,
                                    State.SENT,
                                    now,
                                    by.actor(),
                                    now,
                                    by.actor(),
                                    due,
                                    ticket,
                                    remark(by)));
                }));
    }

    /// It was answered, closed, or sent once more.
    ///
    /// @param ticket null leaves it as it is
    /// @return empty when there is no such incident or letter
    public Optional<Case> became(String id, int number, State state, @Nullable String ticket, By by)
            throws IOException {
        var letter = casebook.find(id).flatMap(one -> one.work().letter(number)).orElse(null);
        if (letter == null) {
            return Optional.empty();
        }
        var now = clock.instant();
        boolean isSent = state == State.SENT;
        var next =
                new PostmasterLetter(
                        number,
                        letter.to(),
                        state,
                        isSent ? now : letter.sentAt(),
                        isSent ? by.actor() : letter.sentBy(),
                        now,
                        by.actor(),
                        isSent ? now.plus(settings.get().answerWithin()) : letter.dueAt(),
                        ticket == null ? letter.ticket() : ticket,
                        by.reason().isEmpty() ? letter.note() : by.reason());
        return casebook.alter(
                id, what(state), by, words(next.words(), by), changing(work -> work.with(next)));
    }

    private static UnaryOperator<Case> changing(UnaryOperator<Work> done) {
        return one -> one.with(done.apply(one.work()));
    }

    private static What what(State state) {
        return switch (state) {
            case SENT -> What.LETTER_SENT;
            case ANSWERED -> What.LETTER_ANSWERED;
            case CLOSED -> What.LETTER_CLOSED;
        };
    }

    private static String words(String letter, By by) {
        return "to " + letter + (by.reason().isEmpty() ? "" : ": " + by.reason());
    }

    private static @Nullable String remark(By by) {
        return by.reason().isEmpty() ? null : by.reason();
    }
}
