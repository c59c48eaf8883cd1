package org.restante.app.cli;

import picocli.CommandLine;

/// `restante queue`: what waits, and what is done about it. Without a further word it is the list.
final class QueueCommand {
    private QueueCommand() {}

    static CommandLine line(Surroundings surroundings) {
        var line = new CommandLine(new QueueListCommand(surroundings));
        line.setCommandName("queue");
        line.getCommandSpec()
                .usageMessage()
                .description("See what waits in a running server, and act on it.")
                .synopsisSubcommandLabel("[COMMAND]");
        line.addSubcommand("list", new QueueListCommand(surroundings))
                .addSubcommand("count", new QueueCountCommand(surroundings))
                .addSubcommand("show", new QueueShowCommand(surroundings));
        for (var word : new String[] {"hold", "release", "retry", "remove", "bounce", "move"}) {
            line.addSubcommand(word, QueueActCommand.line(surroundings, word));
        }
        line.addSubcommand("damaged", new QueueDamagedCommand(surroundings));
        return line.addSubcommand("acts", new QueueActsCommand(surroundings))
                .addSubcommand("undo", new QueueUndoCommand(surroundings))
                .addSubcommand("export", new QueueExportCommand(surroundings))
                .addSubcommand("import", new QueueImportCommand(surroundings));
    }
}
