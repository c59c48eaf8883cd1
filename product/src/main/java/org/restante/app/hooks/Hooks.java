package org.restante.app.hooks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.restante.app.metrics.Exposition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The hooks in force. Guarded by itself.
public final class Hooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final Path folder;
    private final Path events;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Map<String, Hook> hooks = new LinkedHashMap<>();

    /// @param data the server's folder
    /// @param events the journal that is read
    public Hooks(Path data, Path events, InstantSource clock, RandomGenerator chance) {
        folder = data.resolve("webhooks");
        this.events = events;
        this.clock = clock;
        this.chance = chance;
    }

    /// From now on it is these. One that is new begins with what comes next; one that was here goes on where it was.
    public synchronized void use(List<HookSettings> wanted) {
        for (var hook : List.copyOf(hooks.values())) {
            if (!wanted.contains(hook.settings())) {
                hooks.remove(hook.settings().name());
                close(hook);
            }
        }
        for (var one : wanted) {
            if (!hooks.containsKey(one.name())) {
                begin(one);
            }
        }
    }

    /// Mail goes on where a hook cannot.
    private void begin(HookSettings one) {
        try {
            var hook = new Hook(one, folder, events, clock, chance);
            hook.start();
            hooks.put(one.name(), hook);
        } catch (IOException e) {
            LOG.error("webhook {} does not run: {}", one.name(), e.getMessage());
        }
    }

    private static void close(Hook hook) {
        try {
            hook.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public synchronized List<Hook> all() {
        return List.copyOf(hooks.values());
    }

    public synchronized Optional<Hook> find(String name) {
        return Optional.ofNullable(hooks.get(name));
    }

    /// Writes how each does.
    public void write(Exposition page) {
        var all = all().stream().map(Hook::standing).toList();
        page.counter("restante_webhook_tries_total", "Payloads sent to webhooks");
        for (var one : all) {
            page.is(labels(one, "taken"), (double) one.taken());
            page.is(labels(one, "failed"), (double) one.failed());
        }
        page.gauge("restante_webhook_waiting", "Payloads read and not taken yet");
        all.forEach(one -> page.is(labels(one), one.waiting()));
        page.gauge("restante_webhook_behind_seconds", "How old the event is that was read last");
        all.forEach(one -> page.is(labels(one), (double) one.behindSeconds()));
        page.gauge(
                "restante_webhook_dead_letters", "Payloads that were not taken at their last try");
        all.forEach(one -> page.is(labels(one), one.dead()));
        page.counter(
                "restante_webhook_bugs_total",
                "Faults of this program that a webhook met; the log has each");
        all.forEach(one -> page.is(labels(one), (double) one.bugs()));
        page.gauge("restante_webhook_gone", "1 where a webhook answered that it wants no more");
        all.forEach(one -> page.is(labels(one), one.gone() == null ? 0 : 1));
    }

    private static Map<String, String> labels(Hook.Standing one) {
        return Map.of("webhook", one.settings().name());
    }

    private static Map<String, String> labels(Hook.Standing one, String result) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("webhook", one.settings().name());
        labels.put("result", result);
        return labels;
    }

    @Override
    public synchronized void close() {
        hooks.values().forEach(Hook::stop);
        hooks.values().forEach(Hooks::close);
        hooks.clear();
    }
}
