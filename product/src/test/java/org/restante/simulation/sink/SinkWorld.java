package org.restante.simulation.sink;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.simulation.receiver.Check;
import org.restante.simulation.receiver.Flavour;
import org.restante.simulation.receiver.Limit;
import org.restante.simulation.receiver.ReceiverModel;
import org.restante.simulation.receiver.ReceiverModel.Box;
import org.restante.simulation.receiver.ReceiverModel.Door;
import org.restante.simulation.receiver.ReceiverModel.Greylist;
import org.restante.simulation.receiver.ReceiverModel.Latency;
import org.restante.simulation.receiver.ReceiverModel.Noise;
import org.restante.simulation.receiver.ReceiverModel.Standing;
import org.restante.simulation.receiver.Weather;

/// A sink on loopback whose clock a test turns, and whose waiting is only written down.
final class SinkWorld implements Closeable {
    static final String US = "127.0.0.2";
    static final String OTHERS = "127.0.0.3";

    /// As far as to the answer to DATA.
    static final String HELLO =
            """
            S: 220 *
            C: EHLO us.test
            S: 250-*
            S: 250-PIPELINING
            S: 250-SIZE *
            S: 250-8BITMIME
            S: 250-SMTPUTF8
            S: 250-CHUNKING
            S: 250-DSN
            S: 250 ENHANCEDSTATUSCODES
            """;

    static final String MESSAGE =
            """
            C: MAIL FROM:<a@us.test>
            C: RCPT TO:<b@them.test>
            C: DATA
            S: 250 2.1.0 Ok
            S: 250 2.1.0 Ok
            S: 354 *
            C: Subject: x
            C:
            C: .
            S: 250 2.0.0 Taken
            """;

    final AtomicLong now = new AtomicLong();
    final List<Long> waited = new CopyOnWriteArrayList<>();
    Flavour flavour = Flavour.PLAIN;
    Door door = new Door(Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
    Limit limit = new Limit.None();
    Stage limitedAt = Stage.RCPT;
    Weather weather = Weather.FAIR;
    Box box = Box.NONE;
    @Nullable Greylist greylist;
    Latency latency = new Latency(Duration.ZERO, 0, Duration.ZERO);
    @Nullable Check offended;
    int hosts = 1;
    double speed = 1;
    boolean speaksTls;
    SinkSettings settings = SinkSettings.USUAL;

    private final List<Talk> talks = new ArrayList<>();
    private @Nullable Sink sink;

    Sink sink() throws IOException {
        if (sink == null) {
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            sink =
                    Sink.start(
                            model(),
                            java.util.Collections.nCopies(hosts, loopback),
                            settings,
                            speaksTls
                                    ? Optional.of(
                                            OwnCertificate.context(
                                                    List.of("mx.test"), Instant.now()))
                                    : Optional.empty(),
                            new ModelTime(now::get, 0, speed),
                            waited::add,
                            new SplittableRandom(1));
        }
        return sink;
    }

    private ReceiverModel model() {
        return new ReceiverModel(
                "them",
                flavour,
                false,
                hosts,
                door,
                limit,
                limitedAt,
                false,
                false,
                weather,
                box,
                Standing.IGNORED,
                greylist,
                new Noise(0, 0),
                latency,
                offended);
    }

    /// A new connection of ours.
    Talk talk() throws IOException {
        return talk(US, 0);
    }

    Talk talk(String from, int host) throws IOException {
        var talk = new Talk(sink().addresses().get(host), from);
        talks.add(talk);
        return talk;
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    void until(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() throws IOException {
        for (var talk : talks) {
            talk.close();
        }
        if (sink != null) {
            sink.close();
        }
    }
}
