package org.restante.sending.queue;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.restante.sending.spool.SpooledMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages whose record cannot be read: they stay where they are, are told of once, and keep nobody else's mail from what is done to it. Shared by all
/// threads.
final class Unreadable {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);

    /// Those told of so far are remembered; the log needs no more.
    private static final int MOST = 10_000;

    private final Set<UUID> told = ConcurrentHashMap.newKeySet();

    void tell(UUID id, IOException why) {
        if (told.size() < MOST && told.add(id)) {
            LOG.error("message {} cannot be read and stays where it is: {}", id, why.getMessage());
        }
    }

    /// What is kept of a message; empty where that cannot be read.
    Optional<StoredMessage> read(SpooledMessage message) {
        try {
            return Optional.of(StoredMessage.of(message.envelope()));
        } catch (IOException e) {
            tell(message.id(), e);
            return Optional.empty();
        }
    }
}
