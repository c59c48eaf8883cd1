package org.restante.sending.spool;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// The folder a spool owns, and the only way it touches a disk. Names are plain file names inside the folder.
///
/// What a power cut may do, and what the test's disk does: whatever was written to a file and not forced is lost in any
/// subset of its sectors; a file's length is kept only by `force(true)`; names made, changed or removed are kept only by
/// [#syncNames]. A sector is old or new, and while an old one is overwritten by the same bytes it keeps them.
interface Disk extends Closeable {
    List<String> names() throws IOException;

    /// Opens for reading and writing.
    DiskFile open(String name) throws IOException;

    /// A new empty file; one of that name is an error.
    DiskFile create(String name) throws IOException;

    /// Replaces `to` where it exists, in one step.
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /// What was created, renamed and deleted before survives a power cut after.
    void syncNames() throws IOException;

    /// Gives the folder up. Idempotent.
    @Override
    void close() throws IOException;
}
