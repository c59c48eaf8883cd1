package org.restante.app.server;

import java.util.List;
import java.util.Optional;
import org.restante.app.api.Problem;
import org.restante.app.api.ProblemKind;
import org.restante.app.api.ServerRoutes.Changed;
import org.restante.app.api.ServerRoutes.Draining;
import org.restante.app.api.ServerRoutes.Operator;
import org.restante.app.api.ServerRoutes.Reloaded;
import org.restante.app.config.Difference;
import org.restante.sending.queue.By;

/// Does to a server what is asked for by HTTP.
final class ServerOperator implements Operator {
    private final Server server;
    private final Optional<Reload> reload;

    ServerOperator(Server server, Optional<Reload> reload) {
        this.server = server;
        this.reload = reload;
    }

    @Override
    public Reloaded reload(By by) throws Problem {
        if (reload.isEmpty()) {
            throw Problem.of(
                    ProblemKind.CONFLICT,
                    "the server was started without a file of settings; 'restante serve --config FILE' would be right");
        }
        return switch (reload.get().now(by)) {
            case Reload.Answer.Done(var changed, var waiting, var warnings) ->
                    new Reloaded(true, changed(changed), changed(waiting), List.of(), warnings);
            case Reload.Answer.Refused(var problems) ->
                    new Reloaded(
                            false,
                            List.of(),
                            List.of(),
                            problems.stream().map(Object::toString).toList(),
                            List.of());
        };
    }

    private static List<Changed> changed(List<Difference> differences) {
        return differences.stream()
                .map(one -> new Changed(one.path(), one.before(), one.after()))
                .toList();
    }

    @Override
    public Draining drain(By by) {
        if (!server.isDraining()) {
            server.drain();
            server.tell("drain", by);
        }
        return new Draining(true, server.health().recipients());
    }
}
