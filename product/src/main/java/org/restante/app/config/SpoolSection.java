package org.restante.app.config;

import org.restante.sending.spool.SpoolSettings;

/// `[spool]`: mail on disk, in the folder `spool` of the data folder.
public record SpoolSection(
        @Key(
                        value =
                                "most it may take on disk; new mail is refused (452) before it is reached",
                        usual = "0B",
                        why =
                                "0 is as much as there is: room to end what was accepted is always kept",
                        restart = true)
                Size maxSize,
        @Key(
                        value = "threads that read bodies back",
                        usual = "4",
                        why = "enough for a disk; more only where reads are slow and many at once",
                        min = "1",
                        max = "256",
                        restart = true)
                int readThreads) {
    public SpoolSettings settings() {
        var usual = SpoolSettings.defaults();
        return new SpoolSettings(
                usual.segmentBytes(),
                usual.batchBytes(),
                usual.batchRecords(),
                usual.chunkBytes(),
                usual.queuedBytes(),
                usual.spareSegments(),
                maxSize.octets(),
                usual.moveBelow(),
                usual.snapshotBytes(),
                readThreads,
                usual.tick());
    }
}
