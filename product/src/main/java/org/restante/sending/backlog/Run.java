package org.restante.sending.backlog;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Rows of many lines, by line, in due order inside; written once, read here and there. In memory until it is on disk.
final class Run {
    final long number;

    /// Rows nobody has taken yet.
    final AtomicInteger live = new AtomicInteger();

    private final Disk disk;
    private volatile @Nullable Image image;
    private volatile @Nullable DiskFile file;
    private int rows;

    /// Its rows stand in another run.
    private volatile boolean isReplaced;

    Run(long number, Disk disk) {
        this.number = number;
        this.disk = disk;
    }

    int rows() {
        return rows;
    }

    private String name() {
        return "run-" + number;
    }

    boolean isWritten() {
        return file != null;
    }

    void replaced() {
        isReplaced = true;
    }

    boolean isNeeded() {
        return live.get() > 0 && !isReplaced;
    }

    byte @Nullable [] image(int page) {
        var pages = image;
        return pages == null ? null : pages.of(page);
    }

    /// Reads pages from that one on, as many as fit and there are.
    int read(int page, byte[] into) throws IOException {
        var from = file;
        if (from == null) {
            throw new IOException("run " + number + " is gone");
        }
        int all = (rows + Page.ROWS - 1) / Page.ROWS;
        int count = Math.min(into.length / Page.BYTES, all - page);
        from.readFully(into, count * Page.BYTES, (long) page * Page.BYTES);
        for (int i = 0; i < count; i++) {
            Page.check(into, i * Page.BYTES, number, page + i);
        }
        return count;
    }

    /// Rows to be added, in memory until [#write].
    Adding inMemory() {
        var pages = new Image();
        image = pages;
        return new Adding(pages, null);
    }

    /// Rows to be added, straight to disk; nobody may read before the end.
    Adding onDisk() throws IOException {
        return new Adding(new Image(), disk.create(name()));
    }

    final class Adding {
        private final Image pages;
        private final @Nullable DiskFile to;
        private int flushed;

        private Adding(Image pages, @Nullable DiskFile to) {
            this.pages = pages;
            this.to = to;
        }

        int rows() {
            return rows;
        }

        void add(long due, int turn, int ordinal, long high, long low) throws IOException {
            int page = rows / Page.ROWS;
            int row = rows % Page.ROWS;
            if (row == 0) {
                sealLast();
                pages.add(page);
                flush(page / Image.pagesInChunk());
            }
            Page.put(pages.of(page), Image.offset(page), row, due, turn, ordinal, high, low);
            rows++;
        }

        private void sealLast() {
            if (rows > 0) {
                int page = (rows - 1) / Page.ROWS;
                int inIt = rows - page * Page.ROWS;
                Page.seal(pages.of(page), Image.offset(page), number, page, inIt);
            }
        }

        private void flush(int upToChunk) throws IOException {
            if (to != null) {
                for (; flushed < upToChunk; flushed++) {
                    writeChunk(to, pages, flushed);
                    pages.forget(flushed);
                }
            }
        }

        /// All are added.
        void end() throws IOException {
            sealLast();
            if (to != null) {
                flush(pages.chunks());
                file = to;
            }
            live.set(rows);
        }

        /// It has failed: what there is of it goes.
        void giveUp() throws IOException {
            if (to != null) {
                to.close();
                disk.delete(name());
            }
        }
    }

    private void writeChunk(DiskFile to, Image pages, int chunk) throws IOException {
        int before = chunk * Image.pagesInChunk();
        int all = (rows + Page.ROWS - 1) / Page.ROWS;
        int count = Math.min(Image.pagesInChunk(), all - before);
        to.writeFully(pages.chunk(chunk), count * Page.BYTES, (long) before * Page.BYTES);
    }

    /// Brings what is in memory to disk. When that fails it stays in memory.
    void write() throws IOException {
        var pages = image;
        if (pages == null || file != null) {
            return;
        }
        var to = disk.create(name());
        try {
            for (int chunk = 0; chunk < pages.chunks(); chunk++) {
                writeChunk(to, pages, chunk);
            }
        } catch (IOException e) {
            to.close();
            disk.delete(name());
            throw e;
        }
        file = to;
        image = null;
    }

    /// Nobody reads in it any more.
    void delete() throws IOException {
        image = null;
        var was = file;
        if (was != null) {
            was.close();
            disk.delete(name());
        }
    }
}
