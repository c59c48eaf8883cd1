package org.restante.app.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `restante user list`.
@Command(
        name = "list",
        description = "Say who may send with a password, and what.",
        sortOptions = false)
final class UserListCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private UserFileOption users = new UserFileOption();

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    UserListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        var all = users.file().users().all();
        var out = surroundings.out();
        if (json) {
            var list = all.stream().map(UserListCommand::object).toList();
            out.println(JsonMapper.builder().build().writeValueAsString(Map.of("users", list)));
        } else if (all.isEmpty()) {
            out.println("No users in " + users.path() + "; 'restante user add NAME' adds one.");
        } else {
            all.forEach(user -> out.println(line(user)));
        }
        out.flush();
        return Exit.DONE;
    }

    private static String line(User user) {
        return user.name() + ": " + ClientWords.line(user.client());
    }

    private static Map<String, @Nullable Object> object(User user) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("name", user.name());
        ClientWords.put(object, user.client());
        return object;
    }
}
