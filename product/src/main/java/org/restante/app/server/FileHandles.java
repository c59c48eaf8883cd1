package org.restante.app.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.restante.sending.reception.ReceptionSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether this process may have as many files and connections open as it may come to need. Java has raised the limit as far as the
/// system lets it by the time we ask.
final class FileHandles {
    private static final Logger LOG = LoggerFactory.getLogger(FileHandles.class);

    /// For spool, journal, libraries and some sessions out.
    private static final int LEAST = 512;

    private FileHandles() {}

    /// Those this process may have; empty where the system does not tell.
    static OptionalLong most() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof UnixOperatingSystemMXBean unix
                ? OptionalLong.of(unix.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    /// Says at the start what will be missing.
    ///
    /// @throws IOException when there are too few to run at all
    static void check(ReceptionSettings wanted, long most) throws IOException {
        if (most < LEAST) {
            throw new IOException(
                    "only "
                            + most
                            + " file handles may be open at once, and a server needs "
                            + LEAST
                            + ": raise the limit (ulimit -n, or LimitNOFILE= in the systemd unit)");
        }
        if (wanted.connections() > most / 2) {
            LOG.warn(
                    "{} connections are wanted, and {} file handles leave room for {}: raise the limit to {} (ulimit -n, or LimitNOFILE= in the systemd unit)",
                    wanted.connections(),
                    most,
                    most / 2,
                    2L * wanted.connections());
        }
    }

    /// The settings as they can be kept: half of the handles are for connections in, and fewer connections are better than one that
    /// cannot be accepted.
    static ReceptionSettings bound(ReceptionSettings wanted, long most) {
        return wanted.connections() <= most / 2 ? wanted : wanted.withConnections((int) (most / 2));
    }
}
