package org.restante.app.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.restante.mail.message.Domain;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// KumoMTA's shaping files (TOML or JSON: a table a domain, `default`, `provider.NAME`) and its files of sources and pools.
final class KumoMta {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Draft draft;

    KumoMta(Draft draft) {
        this.draft = draft;
    }

    static boolean looksLikeIt(String text) {
        return text.stripLeading().startsWith("{")
                || text.lines()
                        .anyMatch(line ->
                                line.matches(
                                        "\\s*(connection_limit|max_message_rate|max_deliveries_per_connection|source_address|mx_rollup)\\s*=.*"));
    }

    /// @throws IOException when it cannot be read, or is neither TOML nor JSON
    void read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.UTF_8);
        var name = String.valueOf(file.getFileName());
        var tables = text.stripLeading().startsWith("{") ? ofJson(name, text) : ofToml(name, text);
        for (var one : tables.entrySet()) {
            var origin = new Origin(name, 0, one.getKey());
            if (!(one.getValue() instanceof Map<?, ?> table)) {
                draft.leave(origin, "is no table");
                continue;
            }
            switch (one.getKey()) {
                case "provider" ->
                        table.forEach((word, keys) -> provider(name, String.valueOf(word), keys));
                case "source" ->
                        table.forEach((word, keys) -> source(name, String.valueOf(word), keys));
                case "pool" -> {} // After the sources.
                case "default" -> shaping(name, "*", "limits.all", table);
                default -> {
                    if (Domain.of(one.getKey()).isPresent()) {
                        shaping(name, one.getKey(), draft.limits(one.getKey()), table);
                    } else {
                        draft.leave(origin, "is no domain");
                    }
                }
            }
        }
        if (tables.get("pool") instanceof Map<?, ?> pools) {
            pools.forEach((word, members) -> pool(name, String.valueOf(word), members));
        }
    }

    private static Map<String, Object> ofToml(String name, String text) throws IOException {
        var toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new IOException(
                    name
                            + ":"
                            + error.position().line()
                            + ": this is not TOML: "
                            + error.getMessage());
        }
        return plain(toml);
    }

    private static Map<String, Object> plain(TomlTable table) {
        var plain = new TreeMap<String, Object>();
        for (var entry : table.entrySet()) {
            var value = entry.getValue();
            plain.put(
                    entry.getKey(),
                    value instanceof TomlTable inner
                            ? plain(inner)
                            : value instanceof TomlArray array ? array.toList() : value);
        }
        return plain;
    }

    private static Map<String, Object> ofJson(String name, String text) throws IOException {
        try {
            return plain(JSON.readTree(text));
        } catch (JacksonException e) {
            throw new IOException(name + ": this is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Object> plain(JsonNode node) {
        var plain = new TreeMap<String, Object>();
        node.properties()
                .forEach(entry -> {
                    var value = entry.getValue();
                    plain.put(
                            entry.getKey(),
                            value.isObject()
                                    ? plain(value)
                                    : value.isIntegralNumber()
                                            ? (Object) value.longValue()
                                            : value.isString() ? value.stringValue() : value);
                });
        return plain;
    }

    private void provider(String file, String word, Object keys) {
        var origin = new Origin(file, 0, "provider." + word);
        var known = word.equals("google") ? "gmail" : word.equals("outlook") ? "microsoft" : word;
        if (!(keys instanceof Map<?, ?> table)) {
            draft.leave(origin, "is no table");
        } else if (draft.knowsProvider(known)) {
            shaping(file, "provider." + word, "limits.provider." + Draft.key(known), table);
        } else {
            draft.leave(
                    origin,
                    "is no provider we know; the limits of one site stand in [limits.site.\"…\"]");
        }
    }

    private void shaping(String file, String of, String section, Map<?, ?> keys) {
        keys.forEach((key, value) ->
                key(
                        section,
                        String.valueOf(key),
                        value,
                        new Origin(file, 0, (of.equals("*") ? "default" : of) + "." + key)));
    }

    private void key(String section, String key, Object value, Origin origin) {
        switch (key) {
            case "connection_limit", "provider_connection_limit" ->
                    number(section, "connections", value, origin);
            case "max_deliveries_per_connection" ->
                    number(section, "messages_per_connection", value, origin);
            case "max_recipients_per_batch" ->
                    number(section, "recipients_per_message", value, origin);
            case "max_message_rate", "provider_max_message_rate" -> rate(section, value, origin);
            case "connect_timeout" -> timeout(section, "connect", value, origin);
            case "banner_timeout" -> timeout(section, "greeting", value, origin);
            case "ehlo_timeout" -> timeout(section, "ehlo", value, origin);
            case "mail_from_timeout" -> timeout(section, "mail", value, origin);
            case "rcpt_to_timeout" -> timeout(section, "rcpt", value, origin);
            case "starttls_timeout" -> timeout(section, "start_tls", value, origin);
            case "data_timeout" -> timeout(section, "data", value, origin);
            case "data_dot_timeout" -> timeout(section, "content", value, origin);
            case "match", "mx_rollup" -> {
                // Who runs a domain's MX hosts is known from knowledge/providers.
            }
            case "automation" ->
                    draft.leave(
                            origin,
                            "what a refusal means for the lane is known by itself; see 'restante classify'");
            case "sources" ->
                    draft.leave(
                            origin,
                            "there are no limits of one source; limits hold for each source by itself");
            case "enable_tls", "enable_mta_sts", "enable_dane", "remember_broken_tls" ->
                    draft.leave(
                            origin,
                            "TLS is used wherever it is offered; a broken handshake is remembered; MTA-STS and DANE are heeded");
            case "max_connection_rate" -> draft.leave(origin, PowerMta.CONNECTS);
            case "consecutive_connection_failures_before_delay" ->
                    draft.leave(origin, "a host that fails is set aside by itself");
            default -> draft.leave(origin, "there is no counterpart");
        }
    }

    private void number(String section, String key, Object value, Origin origin) {
        var text = String.valueOf(value).replaceFirst("^local:", "");
        if (text.matches("\\d{1,12}")) {
            draft.least(section, key, Long.parseLong(text), origin);
        } else {
            draft.leave(origin, "'" + text + "' is no number");
        }
    }

    private void rate(String section, Object value, Origin origin) {
        var text =
                String.valueOf(value)
                        .replaceFirst("^local:", "")
                        .replaceFirst(",max_burst=\\d+", "")
                        .replace("_", "");
        long hourly = PowerMta.hourly(text);
        if (hourly < 0) {
            draft.leave(origin, "'" + text + "' is no rate");
        } else {
            draft.least(section, "messages_per_hour", Math.max(1, hourly), origin);
        }
    }

    private void timeout(String section, String key, Object value, Origin origin) {
        var span = Draft.span(String.valueOf(value), "s");
        if (section.equals("limits.all") && span.isPresent()) {
            draft.set("delivery", key, Draft.text(span.get()), origin);
        } else {
            draft.leave(origin, "timeouts are of all domains alike ([delivery])");
        }
    }

    private void source(String file, String word, Object keys) {
        var section = "source." + Draft.key(word);
        if (!(keys instanceof Map<?, ?> table)) {
            return;
        }
        table.forEach((key, value) -> {
            var origin = new Origin(file, 0, "source." + word + "." + key);
            switch (String.valueOf(key)) {
                case "source_address" -> {
                    var text = String.valueOf(value);
                    draft.set(
                            section,
                            text.indexOf(':') < 0 ? "ipv4" : "ipv6",
                            Draft.text(text),
                            origin);
                }
                case "ehlo_domain" ->
                        draft.set(section, "ehlo", Draft.text(String.valueOf(value)), origin);
                default -> draft.leave(origin, "there is no counterpart of a source");
            }
        });
    }

    private void pool(String file, String word, Object members) {
        var origin = new Origin(file, 0, "pool." + word);
        var weights = new LinkedHashMap<String, Long>();
        if (members instanceof Map<?, ?> table) {
            table.forEach((source, keys) ->
                    weights.put(
                            String.valueOf(source),
                            keys instanceof Map<?, ?> inner
                                            && inner.get("weight") instanceof Long weight
                                    ? weight
                                    : 1L));
        }
        draft.pool(word, weights, origin);
    }
}
