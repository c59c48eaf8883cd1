package org.restante.sending.backlog;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// The folder the runs lie in, and the only way they touch a disk. Nothing is forced: after a crash all is thrown away.
interface Disk extends Closeable {
    List<String> names() throws IOException;

    /// A new empty file; one of that name is an error.
    DiskFile create(String name) throws IOException;

    void delete(String name) throws IOException;
}
