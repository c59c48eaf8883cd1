package org.restante.app.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;
import org.restante.simulation.sink.ModelTime;
import org.restante.simulation.sink.Sink;
import org.restante.simulation.sink.SinkSettings;
import org.restante.simulation.sink.Wait;

/// All receivers at their posts, listening until they are closed.
public final class Sinks implements Closeable {
    private final List<Sink> sinks = new ArrayList<>();
    private final ModelTime time;

    private Sinks(ModelTime time) {
        this.time = time;
    }

    /// @throws IOException when an address cannot be had; none is held then
    public static Sinks start(
            List<Post> posts, Optional<SSLContext> tls, ModelTime time, Wait wait, long seed)
            throws IOException {
        var started = new Sinks(time);
        var chance = new SplittableRandom(seed);
        try {
            for (var post : posts) {
                started.sinks.add(
                        Sink.start(
                                post.model(),
                                post.addresses(),
                                SinkSettings.USUAL,
                                tls,
                                time,
                                wait,
                                chance.split()));
            }
            return started;
        } catch (IOException e) {
            started.close();
            throw e;
        }
    }

    public List<Sink> all() {
        return List.copyOf(sinks);
    }

    /// Where they stand, now that the system has given ports where any would do.
    public List<Post> posts() {
        return sinks.stream().map(sink -> new Post(sink.model(), sink.addresses())).toList();
    }

    public ModelTime time() {
        return time;
    }

    @Override
    public void close() throws IOException {
        for (var sink : sinks) {
            sink.close();
        }
    }
}
