package org.restante.app.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.restante.app.access.PasswordDoor;
import org.restante.app.duty.Casebook;
import org.restante.app.metrics.EventTally;
import org.restante.app.metrics.Exposition;
import org.restante.record.report.Rung;
import org.restante.sending.dispatch.Dispatch;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.queue.Queue;
import org.restante.sending.reception.Brakes;
import org.restante.sending.reception.Reception;
import org.restante.sending.spool.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server's numbers, asked for when somebody looks.
final class ServerMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(ServerMetrics.class);

    /// Seconds; most disks sync in less than the first, and a hundred times that is trouble.
    private static final double[] COMMIT_BOUNDS = {
        0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5
    };

    private final Spool spool;
    private final Queue queue;
    private final Dispatch dispatch;
    private final Reception reception;
    private final Brakes brakes;
    private final EventCopying events;
    private final EventTally tally;
    private final PasswordDoor passwords;
    private final Casebook casebook;
    private final Path data;
    private final LongSupplier millis;

    /// @param millis what the clock says
    ServerMetrics(
            Spool spool,
            Queue queue,
            Dispatch dispatch,
            Reception reception,
            Brakes brakes,
            EventCopying events,
            EventTally tally,
            PasswordDoor passwords,
            Casebook casebook,
            Path data,
            LongSupplier millis) {
        this.spool = spool;
        this.queue = queue;
        this.dispatch = dispatch;
        this.reception = reception;
        this.brakes = brakes;
        this.events = events;
        this.tally = tally;
        this.passwords = passwords;
        this.casebook = casebook;
        this.data = data;
        this.millis = millis;
    }

    void write(Exposition page) {
        tally.write(page);
        queue(page);
        lanes(page);
        new IncidentMetrics(casebook).write(page);
        reception(page);
        spool(page);
        process(page);
    }

    private void queue(Exposition page) {
        long due = queue.firstDue();
        double late = due == Long.MAX_VALUE ? 0 : Math.max(0, millis.getAsLong() - due) / 1e3;
        page.gauge(
                        "restante_queue_recipients",
                        "Recipients whose mail is here: they wait, are held or are being tried")
                .is(spool.health().recipients());
        var held = queue.held();
        page.gauge(
                        "restante_queue_held_recipients",
                        "Those of them whom a hold or an export keeps back")
                .is(held.isEmpty() ? Double.NaN : held.getAsLong());
        page.gauge(
                        "restante_queue_oldest_due_seconds",
                        "For how long the first of them has been due")
                .is(late);
        ages(page);
        page.gauge(
                        "restante_queue_damaged",
                        "Pieces of mail that could not be read back and are tried no more")
                .is(damaged());
    }

    private void ages(Exposition page) {
        try {
            var ages = queue.ages(QueueCourse.STEPS);
            page.gauge(
                            "restante_queue_oldest_seconds",
                            "For how long the one waits who waits for longest")
                    .is(ages.oldest() == null ? 0 : ages.oldest().toMillis() / 1e3);
            page.gauge("restante_queue_age_recipients", "Recipients who wait, by for how long")
                    .is(Map.of("rung", "under-1h"), ages.underFirst());
            for (var rung : Rung.values()) {
                page.is(Map.of("rung", rung.word()), ages.onStep().get(rung.ordinal()));
            }
            page.is(Map.of("rung", "unknown"), ages.unknown());
        } catch (IOException e) {
            LOG.warn("how old what waits is cannot be told: {}", e.getMessage());
        }
    }

    private double damaged() {
        try {
            return queue.control().damaged().size();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /// By provider: those of receivers we have no profile of are counted together.
    private void lanes(Exposition page) {
        var lanes = new TreeMap<String, EnumMap<State, Integer>>();
        var sessions = new TreeMap<String, Integer>();
        for (LaneStanding lane : dispatch.lanes()) {
            var provider = lane.provider() == null ? "(unknown)" : lane.provider();
            lanes.computeIfAbsent(provider, ignored -> new EnumMap<>(State.class))
                    .merge(State.of(lane), 1, Integer::sum);
            sessions.merge(provider, lane.sessions(), Integer::sum);
        }
        page.gauge("restante_lanes", "Lanes: open, closed by a refusal, paused by a person");
        lanes.forEach((provider, counts) -> {
            for (var state : State.values()) {
                page.is(
                        new TreeMap<>(
                                Map.of(
                                        "provider",
                                        provider,
                                        "state",
                                        state.name().toLowerCase(Locale.ROOT))),
                        counts.getOrDefault(state, 0));
            }
        });
        page.gauge("restante_delivery_sessions", "Sessions with receivers");
        sessions.forEach((provider, count) -> page.is(Map.of("provider", provider), count));
    }

    private enum State {
        OPEN,
        CLOSED,
        PAUSED;

        static State of(LaneStanding lane) {
            return lane.isPaused() ? PAUSED : lane.isClosed() ? CLOSED : OPEN;
        }
    }

    private void reception(Exposition page) {
        page.gauge("restante_reception_sessions", "SMTP sessions with clients")
                .is(reception.sessions());
        page.counter(
                        "restante_reception_not_accepted_total",
                        "Times that a connection could not be accepted, for want of file handles mostly")
                .is(reception.notAccepted());
        stopped(page);
        page.counter("restante_auth_failures_total", "Log-ins with a wrong name or password")
                .is(passwords.failures());
    }

    private void stopped(Exposition page) {
        var stopped = brakes.stopped().keySet();
        page.gauge("restante_stopped_clients", "Clients that the bounce brake stops now")
                .is(stopped.size());
        var each =
                page.gauge(
                        "restante_client_stopped",
                        "1 for a client, or a tenant of one, that the bounce brake stops now");
        stopped.forEach(client -> each.is(Map.of("client", client), 1));
    }

    private void spool(Exposition page) {
        var health = spool.health();
        page.gauge("restante_spool_accepts", "1 while new mail is taken")
                .is(health.acceptsMail() ? 1 : 0);
        page.gauge("restante_spool_messages", "Messages in the spool").is(health.messages());
        page.gauge("restante_spool_live_bytes", "Octets of records that count")
                .is(health.liveBytes());
        page.gauge("restante_spool_disk_bytes", "Octets of the spool's files")
                .is(health.diskBytes());
        page.gauge("restante_spool_queued_bytes", "Octets handed in and not yet written")
                .is(health.queuedBytes());
        page.gauge(
                        "restante_spool_damaged_segments",
                        "Files kept because something in them could not be read")
                .is(health.damagedSegments());
        page.counter(
                        "restante_spool_written_bytes_total",
                        "Octets of records written, moves included")
                .is(health.recordBytes());
        var times = spool.commits(COMMIT_BOUNDS);
        page.histogram("restante_spool_commit_seconds", "Writing and syncing one batch")
                .are(Map.of(), COMMIT_BOUNDS, times.atMost(), times.all(), times.seconds());
        page.gauge("restante_disk_free_bytes", "Room on the disk of the data folder").is(free());
        page.gauge(
                        "restante_journal_lag_seconds",
                        "Since events were last copied to the journal without trouble")
                .is(events.lagSeconds());
    }

    private double free() {
        try {
            return Files.getFileStore(data).getUsableSpace();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /// Of this build.
    static String version() {
        var version = ServerMetrics.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    /// The names are those that Prometheus' own client libraries give a process.
    private static void process(Exposition page) {
        page.gauge("restante_build_info", "1; the labels say which build it is")
                .is(
                        new TreeMap<>(
                                Map.of("version", version(), "java", Runtime.version().toString())),
                        1);
        var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        page.gauge("jvm_memory_used_bytes", "Java memory in use")
                .is(Map.of("area", "heap"), memory.getUsed());
        page.gauge("jvm_memory_max_bytes", "Java memory at most")
                .is(Map.of("area", "heap"), memory.getMax());
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system) {
            page.counter("process_cpu_seconds_total", "CPU time of the process")
                    .is(system.getProcessCpuTime() / 1e9);
            page.gauge("process_open_fds", "File handles in use")
                    .is(system.getOpenFileDescriptorCount());
            page.gauge("process_max_fds", "File handles there may be")
                    .is(system.getMaxFileDescriptorCount());
        }
        page.gauge("process_start_time_seconds", "When the process began, since 1970")
                .is(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    }
}
