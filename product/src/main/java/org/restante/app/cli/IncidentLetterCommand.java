package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.remote.ServerClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante incidents letter`.
@Command(
        name = "letter",
        description =
                "Put on record that a letter about an incident was sent to a postmaster, answered or closed.",
        sortOptions = false)
final class IncidentLetterCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "As 'restante incidents' names the incident.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "STATE", description = "sent, answered or closed.")
    private String state = "";

    @Option(
            names = "--letter",
            paramLabel = "N",
            description =
                    "Which one, as 'restante incidents show' counts them; without it a letter that was sent is a further one, and else the latest is meant.")
    private @Nullable Integer letter;

    @Option(
            names = "--to",
            paramLabel = "TEXT",
            description = "Whom it was sent to; whom the case file's letter names without it.")
    private @Nullable String to;

    @Option(names = "--ticket", paramLabel = "TEXT", description = "Its number there or here.")
    private @Nullable String ticket;

    @Option(names = "--note", paramLabel = "TEXT", description = "A remark for the record.")
    private @Nullable String note;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    IncidentLetterCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var path = "/api/v1/incidents/" + ServerClient.encoded(id);
        boolean isFurther = state.equals("sent") && letter == null;
        if (to != null && !isFurther) {
            throw new InputError("--to is for a further letter that was sent");
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put(isFurther ? "to" : "state", isFurther ? to : state);
        body.put("ticket", ticket);
        body.put("note", note);
        body.put("actor", Ordering.actor(surroundings));
        try (var client = server.connect(surroundings)) {
            var letters = path + "/letters";
            var one = client.post(isFurther ? letters : letters + "/" + number(client, path), body);
            IncidentShowCommand.letters(surroundings, one.get("letters"));
            surroundings.out().flush();
        }
        return Exit.DONE;
    }

    private int number(ServerClient client, String path) throws IOException {
        if (letter != null) {
            return letter;
        }
        var known = client.get(path).get("letters").size();
        if (known == 0) {
            throw new InputError("no letter about it is on record; 'sent' would be right first");
        }
        return known;
    }
}
