package org.restante.app.main;

import java.util.Set;
import org.restante.app.cli.Restante;
import org.restante.app.cli.Surroundings;
import org.restante.app.files.Umask;
import org.restante.app.logging.ServerLog;

/// The program's entry.
public final class Main {
    /// Commands that keep mail, or what is known of it, in a data folder.
    private static final Set<String> KEEPING = Set.of("serve", "watch", "import", "demo");

    private Main() {}

    /// A server that is trained logs as any other.
    private static boolean isServer(String[] arguments) {
        return arguments.length > 0
                && (arguments[0].equals("serve")
                        || arguments[0].equals("train")
                                && arguments.length > 1
                                && arguments[1].equals("--server"));
    }

    public static void main(String[] arguments) {
        if (arguments.length > 0 && KEEPING.contains(arguments[0])) {
            Umask.set(Umask.OWNERS_ONLY);
        }
        if (isServer(arguments)) {
            ServerLog.willBeKept();
        } else {
            ServerLog.willNotBeKept();
        }
        var surroundings = Surroundings.ofThisProcess();
        int exit = Restante.run(surroundings, arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        System.exit(exit);
    }
}
