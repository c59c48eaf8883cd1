package org.restante.app.main;

import org.restante.app.cli.Restante;
import org.restante.app.cli.Surroundings;
import org.restante.app.logging.ServerLog;

/// The program's entry.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
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
