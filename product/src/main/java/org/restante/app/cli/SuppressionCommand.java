package org.restante.app.cli;

import picocli.CommandLine;

/// `restante suppression`: who is not mailed. Without a further word it is the list.
final class SuppressionCommand {
    private SuppressionCommand() {}

    static CommandLine line(Surroundings surroundings) {
        var line = new CommandLine(new SuppressionListCommand(surroundings));
        line.setCommandName("suppression");
        line.getCommandSpec()
                .usageMessage()
                .description("See and change who is not mailed by a running server.")
                .synopsisSubcommandLabel("[COMMAND]");
        return line.addSubcommand("list", new SuppressionListCommand(surroundings))
                .addSubcommand("add", new SuppressionAddCommand(surroundings))
                .addSubcommand("remove", new SuppressionRemoveCommand(surroundings))
                .addSubcommand("import", new SuppressionImportCommand(surroundings))
                .addSubcommand("export", new SuppressionExportCommand(surroundings));
    }
}
