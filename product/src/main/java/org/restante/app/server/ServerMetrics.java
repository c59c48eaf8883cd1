package org.restante.app.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongSupplier;
import org.restante.app.access.PasswordDoor;
import org.restante.app.metrics.EventTally;
import org.restante.app.metrics.Exposition;
import org.restante.sending.dispatch.Dispatch;
import org.restante.sending.dispatch.LaneStanding;
import org.restante.sending.queue.Queue;
import org.restante.sending.reception.Reception;
import org.restante.sending.spool.Spool;

/// A server's numbers, asked for when somebody looks.
final class ServerMetrics {
    /// Seconds; most disks sync in less than the first, and a hundred times that is trouble.
    private static final double[] COMMIT_BOUNDS = {
        0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5
    };

    private final Spool spool;
    private final Queue queue;
    private final Dispatch dispatch;
    private final Reception reception;
    private final EventCopying events;
    private final EventTally tally;
    private final PasswordDoor passwords;
    private final Path data;
    private final LongSupplier millis;

    /// @param millis what the clock says
    ServerMetrics(
            Spool spool,
            Queue queue,
            Dispatch dispatch,
            Reception reception,
            EventCopying events,
            EventTally tally,
            PasswordDoor passwords,
            Path data,
            LongSupplier millis) {
        this.spool = spool;
        this.queue = queue;
        this.dispatch = dispatch;
        this.reception = reception;
        this.events = events;
        this.tally = tally;
        this.passwords = passwords;
        this.data = data;
        this.millis = millis;
    }

    void write(Exposition page) {
        tally.write(page);
        queue(page);
        lanes(page);
        reception(page);
        spool(page);
        process(page);
    }

    private void queue(Exposition page) {
        long due = queue.firstDue();
        double late = due == Long.MAX_VALUE ? 0 : Math.max(0, millis.getAsLong() - due) / 1e3;
        page.gauge("restante_queue_recipients", "Recipients who wait").is(queue.waiting());
        page.gauge(
                        "restante_queue_oldest_due_seconds",
                        "For how long the first of them has been due")
                .is(late);
    }

    private void lanes(Exposition page) {
        int open = 0;
        int closed = 0;
        int paused = 0;
        int sessions = 0;
        for (LaneStanding lane : dispatch.lanes()) {
            sessions += lane.sessions();
            if (lane.isPaused()) {
                paused++;
            } else if (lane.isClosed()) {
                closed++;
            } else {
                open++;
            }
        }
        page.gauge("restante_lanes", "Lanes: open, closed by a refusal, paused by a person");
        page.is(Map.of("state", "open"), open);
        page.is(Map.of("state", "closed"), closed);
        page.is(Map.of("state", "paused"), paused);
        page.gauge("restante_delivery_sessions", "Sessions with receivers").is(sessions);
    }

    private void reception(Exposition page) {
        page.gauge("restante_reception_sessions", "SMTP sessions with clients")
                .is(reception.sessions());
        page.counter("restante_auth_failures_total", "Log-ins with a wrong name or password")
                .is(passwords.failures());
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
        page.histogram(
                "restante_spool_commit_seconds",
                "Writing and syncing one batch",
                COMMIT_BOUNDS,
                times.atMost(),
                times.all(),
                times.seconds());
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

    private static void process(Exposition page) {
        var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        page.gauge("restante_heap_bytes", "Java heap in use").is(memory.getUsed());
        page.gauge("restante_heap_most_bytes", "Java heap at most").is(memory.getMax());
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof UnixOperatingSystemMXBean system) {
            page.counter("restante_cpu_seconds_total", "CPU time of the process")
                    .is(system.getProcessCpuTime() / 1e9);
            page.gauge("restante_open_files", "File handles in use")
                    .is(system.getOpenFileDescriptorCount());
            page.gauge("restante_most_files", "File handles there may be")
                    .is(system.getMaxFileDescriptorCount());
        }
        page.gauge("restante_start_time_seconds", "When the process began, since 1970")
                .is(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    }
}
