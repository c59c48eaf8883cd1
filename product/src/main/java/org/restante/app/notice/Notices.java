package org.restante.app.notice;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.restante.app.duty.Casebook;
import org.restante.app.duty.Responder;
import org.restante.app.hooks.Hooks;
import org.restante.insight.incident.IncidentScope;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Handover;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that tells people of incidents. It looks at the cases by itself: whoever finds and works them never waits for it.
public final class Notices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
    static final long EACH_MILLIS = 1_000;
    static final long AFTER_BUG_MILLIS = 60_000;

    private final Path folder;
    private final Teller.Means means;
    private final Supplier<List<NoticeSettings>> settings;
    private final InstantSource clock;
    private final Map<String, Teller> tellers = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /// @param data the server's folder
    /// @param server as it names itself
    /// @param settings those in force
    /// @param door where mail is handed in; empty where none is taken, and then nobody is told by mail
    /// @param covers whether mail to a domain would leave by a lane that an incident covers; may take as long as the DNS does
    public Notices(
            Path data,
            String server,
            Casebook casebook,
            Responder responder,
            Hooks hooks,
            Optional<Handover> door,
            BiPredicate<IncidentScope, Domain> covers,
            Supplier<List<NoticeSettings>> settings,
            InstantSource clock) {
        folder = data.resolve("notices");
        this.settings = settings;
        this.clock = clock;
        means =
                new Teller.Means(
                        server,
                        casebook,
                        responder::recommendation,
                        hooks,
                        door.map(NoticeMail::new),
                        covers);
        thread = Thread.ofPlatform().name("notices").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                Thread.sleep(pauseAfter(this::look));
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
    }

    /// A bug in one look is not the end of all.
    ///
    /// @return milliseconds until the next
    static long pauseAfter(Runnable look) {
        try {
            look.run();
            return EACH_MILLIS;
        } catch (RuntimeException e) {
            LOG.error("a bug; people are told of incidents again in a minute", e);
            return AFTER_BUG_MILLIS;
        }
    }

    /// Tells what is to be told now. Before what was on record is read again, nobody knows what is open.
    void look() {
        if (!means.casebook().isCaughtUp()) {
            return;
        }
        var now = clock.instant();
        RuntimeException bug = null;
        for (var one : settings.get()) {
            try {
                var teller = tellers.get(one.name());
                if (teller == null) {
                    teller = new Teller(one, means, folder);
                    tellers.put(one.name(), teller);
                }
                teller.look(one, now);
            } catch (IOException e) {
                if (!closed) {
                    LOG.error("notify {}: {}", one.name(), e.toString());
                }
            } catch (RuntimeException e) {
                // The others are told first.
                bug = e;
            }
        }
        if (bug != null) {
            throw bug;
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.interrupt();
        thread.join();
    }
}
