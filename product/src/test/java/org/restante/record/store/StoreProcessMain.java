package org.restante.record.store;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// The store's process, as a test starts it: the journal's folder, the store's.
public final class StoreProcessMain {
    private StoreProcessMain() {}

    public static void main(String[] arguments) throws Exception {
        StoreProcess.run(
                StoreSettings.of(List.of(Path.of(arguments[0])), Path.of(arguments[1])),
                text -> text.length,
                () -> Instant.parse("2026-11-28T12:00:00Z"),
                System::nanoTime,
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                System.err::println);
    }
}
