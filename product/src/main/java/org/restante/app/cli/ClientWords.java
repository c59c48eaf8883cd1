package org.restante.app.cli;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.sending.reception.Client;

/// What a user or a token may do, as lists show it.
final class ClientWords {
    private ClientWords() {}

    static String line(Client client) {
        return "tenant "
                + client.tenant().orElse("any")
                + ", from "
                + words(client.senders())
                + ", pools "
                + words(client.pools())
                + ", streams "
                + words(client.streams())
                + (client.steers() ? ", steers" : ", may not steer")
                + ", recipients an hour "
                + count(client.recipientsPerHour())
                + ", a day "
                + count(client.recipientsPerDay());
    }

    static void put(Map<String, @Nullable Object> object, Client client) {
        object.put("tenant", client.tenant().orElse(null));
        object.put("senders", client.senders().stream().map(Object::toString).sorted().toList());
        object.put("pools", client.pools().stream().sorted().toList());
        object.put("streams", client.streams().stream().sorted().toList());
        object.put("steers", client.steers());
        object.put("recipients_per_hour", number(client.recipientsPerHour()));
        object.put("recipients_per_day", number(client.recipientsPerDay()));
    }

    private static String words(Collection<?> words) {
        return words.isEmpty()
                ? "any"
                : words.stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
    }

    private static String count(OptionalLong count) {
        return count.isPresent() ? String.valueOf(count.getAsLong()) : "without limit";
    }

    static @Nullable Long number(OptionalLong count) {
        return count.isPresent() ? Long.valueOf(count.getAsLong()) : null;
    }
}
