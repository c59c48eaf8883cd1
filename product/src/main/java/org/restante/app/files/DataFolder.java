package org.restante.app.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder in which a server keeps mail and what it knows of it. However it came to be, what the server puts there is its owner's alone, where the
/// system knows owners; what else is in it is left as it is.
public final class DataFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);

    /// All that a server writes there.
    private static final List<String> OURS =
            List.of(
                    "console.toml",
                    "events",
                    "idempotency",
                    "imported",
                    "incidents",
                    "index",
                    "names.json",
                    "notices",
                    "pacing.json",
                    "queue-course.json",
                    "recipients.key",
                    "run",
                    "spool",
                    "store",
                    "sts-policies.json",
                    "suppression",
                    "tls-reports",
                    "tokens.toml",
                    "warmup.json",
                    "watched.json",
                    "webhooks");

    private static final Set<PosixFilePermission> OF_OTHERS =
            EnumSet.complementOf(
                    EnumSet.of(
                            PosixFilePermission.OWNER_READ,
                            PosixFilePermission.OWNER_WRITE,
                            PosixFilePermission.OWNER_EXECUTE));

    private DataFolder() {}

    /// Makes it where it is absent. Of one that is there, others lose what they may do with what is the server's; that they may look into the folder is
    /// told in the log, for whoever allowed it may have reasons.
    ///
    /// @throws IOException when it cannot be made
    public static void open(Path folder) throws IOException {
        PrivateFolder.make(folder);
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) == null) {
            return;
        }
        for (var name : OURS) {
            close(folder.resolve(name));
        }
        objection(folder).ifPresent(LOG::warn);
    }

    /// What others than its owner may do with the folder, and how that ends; empty where they may do nothing.
    static Optional<String> objection(Path folder) throws IOException {
        var allowed = Files.getPosixFilePermissions(folder);
        return allowed.stream().noneMatch(OF_OTHERS::contains)
                ? Optional.empty()
                : Optional.of(
                        folder
                                + " may be used by others than its owner ("
                                + PosixFilePermissions.toString(allowed)
                                + "), what the server keeps in it may not; 'chmod 700 "
                                + folder
                                + "' closes it");
    }

    /// What is in a folder of ours is closed with it.
    private static void close(Path ours) {
        try {
            if (!Files.exists(ours)) {
                return;
            }
            var allowed = EnumSet.noneOf(PosixFilePermission.class);
            allowed.addAll(Files.getPosixFilePermissions(ours));
            if (allowed.removeAll(OF_OTHERS)) {
                Files.setPosixFilePermissions(ours, allowed);
                LOG.info("{} is its owner's alone now", ours);
            }
        } catch (IOException e) {
            LOG.warn("{} may be open to others and cannot be closed: {}", ours, e.toString());
        }
    }
}
