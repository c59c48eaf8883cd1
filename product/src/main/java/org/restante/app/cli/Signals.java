package org.restante.app.cli;

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
}
