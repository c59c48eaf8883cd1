package org.restante.app.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.restante.app.access.Token;
import org.restante.app.access.Tokens;
import org.restante.app.access.User;
import org.restante.app.access.Users;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.Problem;
import org.restante.sending.reception.Client;
import org.restante.sending.routing.Pool;
import org.restante.sending.routing.Pools;

/// Whether users and tokens that may use some pools alone have one that their mail can leave by.
record OwnPools(ConfigFile file, Pools pools) {
    List<Problem> problems(Users users, Tokens tokens, Instant now) {
        var problems = new ArrayList<Problem>();
        users.all().stream()
                .map(User::client)
                .flatMap(client -> objections(client, "user"))
                .forEach(found -> problems.add(problem("users.file", found)));
        tokens.all().stream()
                .filter(token -> token.expires().filter(end -> !end.isAfter(now)).isEmpty())
                .map(Token::client)
                .flatMap(client -> objections(client, "token"))
                .forEach(found -> problems.add(problem("http.tokens", found)));
        return problems;
    }

    private Stream<String> objections(Client client, String kind) {
        var whose = "has the " + kind + " " + client.name() + ", which may use ";
        var unknown = client.pools().stream().filter(name -> !pools.has(name)).sorted().toList();
        if (!unknown.isEmpty()) {
            return unknown.stream()
                    .map(name -> whose + "the pool \"" + name + "\", and there is no such pool");
        }
        boolean hasNone =
                client.pools().size() > 1
                        && !client.pools().contains(pools.usual().name())
                        && !client.steers()
                        && file.config().policy().address().isEmpty();
        return hasNone
                ? Stream.of(
                        whose
                                + String.join(", ", new TreeSet<>(client.pools()))
                                + " and cannot say which, for it may not steer; the usual pool is none of them")
                : Stream.empty();
    }

    private Problem problem(String key, String found) {
        var names = pools.all().stream().map(Pool::name).sorted().toList();
        return file.problem(key, found, "some of " + String.join(", ", names) + " would be right");
    }
}
