package org.restante.app.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        return user.name()
                + ": tenant "
                + user.tenant().orElse("any")
                + ", from "
                + words(user.senders())
                + ", pools "
                + words(user.pools())
                + ", streams "
                + words(user.streams())
                + (user.steers() ? ", steers" : ", may not steer")
                + ", recipients an hour "
                + count(user.recipientsPerHour())
                + ", a day "
                + count(user.recipientsPerDay());
    }

    private static String words(Collection<?> words) {
        return words.isEmpty()
                ? "any"
                : words.stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
    }

    private static String count(OptionalLong count) {
        return count.isPresent() ? String.valueOf(count.getAsLong()) : "without limit";
    }

    private static Map<String, @Nullable Object> object(User user) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        object.put("name", user.name());
        object.put("tenant", user.tenant().orElse(null));
        object.put("senders", user.senders().stream().map(Object::toString).sorted().toList());
        object.put("pools", user.pools().stream().sorted().toList());
        object.put("streams", user.streams().stream().sorted().toList());
        object.put("steers", user.steers());
        object.put("recipients_per_hour", number(user.recipientsPerHour()));
        object.put("recipients_per_day", number(user.recipientsPerDay()));
        return object;
    }

    private static @Nullable Long number(OptionalLong count) {
        return count.isPresent() ? Long.valueOf(count.getAsLong()) : null;
    }
}
