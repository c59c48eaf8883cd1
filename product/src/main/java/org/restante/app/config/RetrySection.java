package org.restante.app.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.restante.meaning.verdict.Cause;
import org.restante.sending.queue.RetrySettings;

/// `[[queue.retry]]`: another schedule than the usual one.
public record RetrySection(
        @Key(
                        value = "whose refusals, by the word that `restante explain` shows",
                        why = "without it any provider's",
                        example = "yahoo",
                        restart = true)
                Optional<String> provider,
        @Key(
                        value = "refusals for what, by the word that `restante explain` shows",
                        why = "without it any cause",
                        example = "mailbox-full",
                        restart = true)
                Optional<Cause> cause,
        @Key(
                        value =
                                "after the first, the second … refusal, then always the last of them",
                        example = "[\"20m\", \"1h\", \"6h\"]",
                        min = "1s",
                        max = "7d",
                        restart = true)
                List<Duration> delays)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (delays.isEmpty()) {
            objections.against("delays", "is empty", "one time span or more would be right");
        }
    }

    RetrySettings.Override settings() {
        return new RetrySettings.Override(provider, cause, delays);
    }
}
