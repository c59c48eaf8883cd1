package org.restante.app.training;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.restante.app.sink.BadPost;
import org.restante.app.sink.Post;
import org.restante.app.sink.Posts;
import org.restante.app.sink.Sinks;
import org.restante.simulation.sink.ModelTime;
import org.restante.simulation.sink.OwnCertificate;

/// Where the mail of a training goes: one host that offers TLS, one that does not, and one that greylists. At ports of the system's choice on
/// loopback.
final class Receivers implements Closeable {
    private static final String ANYWHERE = "127.0.0.1:0";

    /// Whose mail the greylisting host takes; of all others by `secure.test` and below, and the rest, the two that take everything.
    static final String HESITANT = "hesitant.test";

    static final String SECURE = "secure.test";

    private final Sinks open;
    private final Sinks secure;
    private final Sinks hesitant;

    Receivers(InstantSource clock) throws IOException {
        open = start(List.of(), List.of(ANYWHERE), Optional.empty());
        secure =
                start(
                        List.of(),
                        List.of(ANYWHERE),
                        Optional.of(OwnCertificate.context(List.of(SECURE), clock.instant())));
        hesitant = start(List.of("greylist=" + ANYWHERE), List.of(), Optional.empty());
    }

    private static Sinks start(List<String> flavours, List<String> open, Optional<SSLContext> tls)
            throws IOException {
        try {
            return Sinks.start(
                    Posts.of(Optional.empty(), flavours, open, ANYWHERE, 1),
                    tls,
                    ModelTime.beginningNow(System::nanoTime, 1),
                    LockSupport::parkNanos,
                    1);
        } catch (BadPost e) {
            throw new IllegalStateException("a receiver of ours is not known", e);
        }
    }

    /// The table `[routes]` that leads to them.
    String routes() {
        return """
        [routes]
        "%s" = "%s"
        "*.%s" = "%s"
        "*" = "%s"
        """
                .formatted(HESITANT, at(hesitant), SECURE, at(secure), at(open));
    }

    private static String at(Sinks sinks) {
        return sinks.posts().stream()
                .map(Post::addresses)
                .map(List::getFirst)
                .map(address -> "127.0.0.1:" + address.getPort())
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        try (open;
                secure) {
            hesitant.close();
        }
    }
}
