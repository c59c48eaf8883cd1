package org.restante.app.cli;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import sun.misc.Signal;

/// What the operating system tells the process. Java has no other way to hear SIGHUP, or a second SIGTERM, than this class of
/// `jdk.unsupported`, which stays until there is one (JEP 260).
final class Signals {
    private Signals() {}

    /// From now on the signal does this, on a thread of its own.
    ///
    /// @param name without `SIG`
    static void on(String name, Runnable act) {
        Signal.handle(new Signal(name), signal -> act.run());
    }

    /// Waits for SIGTERM or SIGINT; the second ends the process.
    ///
    /// @param stopped what is told then
    static void await(Surroundings surroundings, String stopped) throws InterruptedException {
        var asked = new CountDownLatch(1);
        for (var signal : List.of("TERM", "INT")) {
            on(
                    signal,
                    () -> {
                        if (asked.getCount() == 0) {
                            surroundings.err().println("restante: " + stopped);
                            surroundings.err().flush();
                            Runtime.getRuntime().halt(Exit.DONE);
                        }
                        asked.countDown();
                    });
        }
        asked.await();
    }
}
