package org.restante.app.api;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.restante.app.metrics.Exposition;

/// Counts what HTTP does: answers by the first digit of their status, and the time they took. May be shared.
public final class Traffic {
    private final LongAdder[] answers = new LongAdder[6];
    private final LongAdder nanos = new LongAdder();
    private final LongAdder unknownTokens = new LongAdder();

    public Traffic() {
        for (int i = 0; i < answers.length; i++) {
            answers[i] = new LongAdder();
        }
    }

    void answered(int status, long took) {
        answers[Math.clamp(status / 100, 0, answers.length - 1)].increment();
        nanos.add(took);
        if (status == 401) {
            unknownTokens.increment();
        }
    }

    /// Answers whose status begins so.
    long answers(int digit) {
        return answers[digit].sum();
    }

    /// Adds the counts to a page.
    public void write(Exposition page) {
        page.counter(
                "restante_http_requests_total",
                "Requests answered by HTTP, by the first digit of the status");
        for (int i = 2; i < answers.length; i++) {
            page.is(Map.of("status", i + "xx"), answers[i].sum());
        }
        page.counter("restante_http_seconds_total", "Time that answering them took")
                .is(nanos.sum() / 1e9);
        page.counter("restante_http_token_failures_total", "Requests without a token that is known")
                .is(unknownTokens.sum());
    }
}
