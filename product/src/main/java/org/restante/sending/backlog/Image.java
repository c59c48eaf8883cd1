package org.restante.sending.backlog;

import java.util.Arrays;

/// Pages in memory, before they are on disk. One thread adds; rows added before a lock was given up are seen by who takes it after.
final class Image {
    private static final int PAGES = 64;

    private volatile byte[][] chunks = new byte[0][];

    /// The bytes the page lies in.
    byte[] of(int page) {
        return chunks[page / PAGES];
    }

    static int offset(int page) {
        return page % PAGES * Page.BYTES;
    }

    void add(int page) {
        var all = chunks;
        if (page / PAGES == all.length) {
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = new byte[PAGES * Page.BYTES];
            chunks = all;
        }
    }

    int chunks() {
        return chunks.length;
    }

    byte[] chunk(int number) {
        return chunks[number];
    }

    /// Lets the first chunks go, which are written.
    void forget(int chunk) {
        chunks[chunk] = new byte[0];
    }

    static int pagesInChunk() {
        return PAGES;
    }
}
