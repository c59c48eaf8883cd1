package org.restante.app.main;

import org.restante.app.cli.Restante;
import org.restante.app.cli.Surroundings;

/// The program's entry.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var surroundings = Surroundings.ofThisProcess();
        int exit = Restante.run(surroundings, arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        System.exit(exit);
    }
}
