package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.Scope;
import org.restante.app.access.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `restante token list`.
@Command(
        name = "list",
        description = "Say which programs may speak HTTP, and what they may do.",
        sortOptions = false)
final class TokenListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private TokenFileOption tokens = new TokenFileOption();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    TokenListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        var file = tokens.file(surroundings);
        var all = file.tokens().all();
        var out = surroundings.out();
        if (json) {
            var list = all.stream().map(TokenListCommand::object).toList();
            out.println(JsonMapper.builder().build().writeValueAsString(Map.of("tokens", list)));
        } else if (all.isEmpty()) {
            out.println(
                    "No tokens in " + file.path() + "; 'restante token create NAME' makes one.");
        } else {
            all.forEach(token -> out.println(line(token)));
        }
        out.flush();
        return Exit.DONE;
    }

    private static String line(Token token) {
        return token.name()
                + " ("
                + token.id()
                + "): "
                + token.scopes().stream().map(Scope::word).sorted().collect(Collectors.joining(" "))
                + ", "
                + ClientWords.line(token.client())
                + token.expires().map(end -> ", until " + end).orElse("");
    }

    private static Map<String, @Nullable Object> object(Token token) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("id", token.id());
        object.put("name", token.name());
        object.put("scopes", token.scopes().stream().map(Scope::word).sorted().toList());
        object.put("created", token.created().toString());
        object.put("expires", token.expires().map(Object::toString).orElse(null));
        object.put("requests_per_second", ClientWords.number(token.requestsPerSecond()));
        ClientWords.put(object, token.client());
        return object;
    }
}
