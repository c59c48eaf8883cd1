package org.restante.app.api;

import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;

/// Bounds the time between a request's first line and the end of its header.
final class HeaderTime implements Http1ConnectionListener {
    private final Deadlines deadlines;
    private final Duration time;

    HeaderTime(Deadlines deadlines, Duration time) {
        this.deadlines = deadlines;
        this.time = time;
    }

    @Override
    public void prologue(ConnectionContext connection, HttpPrologue prologue) {
        deadlines.begin(time);
    }

    @Override
    public void headers(ConnectionContext connection, Headers headers) {
        deadlines.end();
    }
}
