package org.restante.app.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.restante.app.access.SecretFile;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.StsPolicies;
import org.restante.protocol.tlspolicy.StsPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Keeps domains' MTA-STS policies over restarts in `DATA/sts-policies.json`: a policy once had holds for its max_age (RFC 8461 §5.1), and
/// who can make a server forget it could strip its mail of TLS. Written in one step when something has changed, each five minutes and at
/// the end; a file that cannot be read is set aside, and policies are fetched anew.
final class StsMemory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StsMemory.class);
    private static final Duration EACH = Duration.ofMinutes(5);
    private static final long LARGEST = 256L << 20;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final InstantSource clock;
    private final Supplier<Optional<StsPolicies>> inForce;
    private final CountDownLatch over = new CountDownLatch(1);
    private long written;

    /// @param inForce asked each time; empty where nobody asks for policies
    StsMemory(Path file, InstantSource clock, Supplier<Optional<StsPolicies>> inForce) {
        this.file = file;
        this.clock = clock;
        this.inForce = inForce;
    }

    void start() {
        inForce.get()
                .ifPresent(policies -> {
                    read().forEach(policies::restore);
                    written = policies.changes();
                });
        Thread.ofPlatform().name("sts-policies").daemon().start(this::run);
    }

    private void run() {
        try {
            while (!over.await(EACH.toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<StsPolicies.Had> read() {
        var all = new ArrayList<StsPolicies.Had>();
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException("has " + Files.size(file) + " octets");
            }
            var now = clock.instant();
            for (var node : JSON.readTree(Files.readString(file)).path("policies")) {
                had(node, now).ifPresent(all::add);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{} is not there yet", file);
        } catch (JacksonException e) {
            LOG.error("{} is damaged, policies are fetched anew", file);
            setAside();
        } catch (IOException e) {
            LOG.error("{} cannot be read, policies are fetched anew: {}", file, e.getMessage());
            setAside();
        }
        return all;
    }

    private void setAside() {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".bad"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} stays: {}", file, e.getMessage());
        }
    }

    /// One that is over, or is none, is left out. A clock that was set cannot make it hold longer than its max_age.
    private static Optional<StsPolicies.Had> had(JsonNode node, Instant now) {
        try {
            var hosts = new ArrayList<String>();
            node.path("mx").forEach(host -> hosts.add(host.asString("")));
            var age = Duration.ofSeconds(node.path("max_age").asLong(0));
            var left = Duration.between(now, Instant.parse(node.path("until").asString("")));
            var domain = Domain.of(node.path("domain").asString(""));
            var mode =
                    StsPolicy.Mode.valueOf(node.path("mode").asString("").toUpperCase(Locale.ROOT));
            return domain.filter(one -> !left.isNegative() && !left.isZero())
                    .map(one ->
                            new StsPolicies.Had(
                                    one,
                                    new StsPolicy(mode, hosts, age),
                                    node.path("id").asString(""),
                                    left.compareTo(age) < 0 ? left : age));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Brings the file up to date.
    synchronized void write() {
        inForce.get().filter(policies -> policies.changes() != written).ifPresent(this::write);
    }

    private void write(StsPolicies policies) {
        long changes = policies.changes();
        var now = clock.instant();
        var root = JSON.createObjectNode();
        var all = root.putArray("policies");
        for (var had : policies.all()) {
            var node =
                    all.addObject()
                            .put("domain", had.domain().ascii())
                            .put("id", had.id())
                            .put("mode", had.policy().mode().name().toLowerCase(Locale.ROOT))
                            .put("max_age", had.policy().maxAge().toSeconds())
                            .put("until", now.plus(had.left()).toString());
            var hosts = node.putArray("mx");
            had.policy().hosts().forEach(hosts::add);
        }
        try {
            SecretFile.replace(file, JSON.writeValueAsString(root) + "\n");
            written = changes;
        } catch (IOException e) {
            LOG.error("{} cannot be written: {}", file, e.getMessage());
        }
    }

    @Override
    public void close() {
        over.countDown();
        write();
    }
}
