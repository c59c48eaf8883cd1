package org.restante.app.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.restante.dns.AddressText;
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

    /// Other names of providers than ours.
    private static final Map<String, String> WORDS =
            Map.of(
                    "google", "gmail",
                    "outlook", "microsoft",
                    "office365", "microsoft-365",
                    "office365-dane", "microsoft-365");

    private final Draft draft;
    private final KumoTls tls;
    private final KumoQueues queues;

    KumoMta(Draft draft) {
        this.draft = draft;
        tls = new KumoTls(draft);
        queues = new KumoQueues(draft);
    }

    static boolean looksLikeIt(String text) {
        return text.stripLeading().startsWith("{")
                || text.lines()
                        .anyMatch(line ->
                                line.matches(
                                        "\\s*(connection_limit|provider_connection_limit|max_message_rate|max_deliveries_per_connection|source_address"
                                                + "|socks5_proxy_server|ha_proxy_server|egress_pool|retry_interval|enable_tls|mx_rollup)\\s*=.*"));
    }

    /// @throws IOException when it cannot be read, or is neither TOML nor JSON
    void read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.UTF_8);
        var name = String.valueOf(file.getFileName());
        var tables = text.stripLeading().startsWith("{") ? ofJson(name, text) : ofToml(name, text);
        for (var one : tables.entrySet()) {
            var origin = new Origin(name, 0, one.getKey());
            if (!(one.getValue() instanceof Map<?, ?> table)) {
                if (!queues.whole(one.getKey(), one.getValue(), origin)) {
                    draft.leave(origin, "is no table");
                }
                continue;
            }
            switch (one.getKey()) {
                case "provider" ->
                        table.forEach((word, keys) -> provider(name, String.valueOf(word), keys));
                case "source" ->
                        table.forEach((word, keys) -> source(name, String.valueOf(word), keys));
                case "pool" ->
                        table.forEach((word, members) -> pool(name, String.valueOf(word), members));
                case "queue", "queues" -> queues.queues(name, table);
                case "tenant", "tenants" -> queues.tenants(name, table);
                case "default" -> shaping(name, "*", List.of("limits.all"), List.of("*"), table);
                default -> {
                    if (Domain.of(one.getKey()).isPresent()) {
                        shaping(
                                name,
                                one.getKey(),
                                List.of(draft.limits(one.getKey())),
                                List.of(one.getKey()),
                                table);
                    } else {
                        draft.leave(origin, "is no domain");
                    }
                }
            }
        }
    }

    /// What stands only when all files were read.
    void finish() {
        tls.finish();
        queues.finish();
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
            plain.put(entry.getKey(), plainValue(value));
        }
        return plain;
    }

    private static Object plainValue(Object value) {
        return switch (value) {
            case TomlTable inner -> plain(inner);
            case TomlArray array -> array.toList().stream().map(KumoMta::plainValue).toList();
            default -> value;
        };
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
        node.properties().forEach(entry -> plain.put(entry.getKey(), plainValue(entry.getValue())));
        return plain;
    }

    private static Object plainValue(JsonNode value) {
        if (value.isObject()) {
            return plain(value);
        }
        if (value.isArray()) {
            return value.valueStream().map(KumoMta::plainValue).toList();
        }
        return value.isIntegralNumber()
                ? (Object) value.longValue()
                : value.isString() ? value.stringValue() : value;
    }

    /// A provider is found by its hosts, else by its name.
    private void provider(String file, String word, Object keys) {
        var origin = new Origin(file, 0, "provider." + word);
        if (!(keys instanceof Map<?, ?> table)) {
            draft.leave(origin, "is no table");
            return;
        }
        var sections =
                table.get("match") instanceof List<?> matches
                        ? matched(matches, origin.of(origin.name() + ".match"))
                        : draft.limitsOfProvider(WORDS.getOrDefault(word, word)).stream().toList();
        if (sections.isEmpty()) {
            draft.leave(
                    origin,
                    "is no provider we know; the limits of one site stand in [limits.site.\"…\"]");
            return;
        }
        var domains =
                sections.stream().flatMap(section -> draft.domainsOf(section).stream()).toList();
        shaping(file, "provider." + word, sections, domains, table);
    }

    private List<String> matched(List<?> matches, Origin origin) {
        var sections = new LinkedHashSet<String>();
        for (var match : matches) {
            if (!(match instanceof Map<?, ?> one)) {
                continue;
            }
            one.forEach((kind, name) -> {
                var text = String.valueOf(name).toLowerCase(Locale.ROOT);
                if (!kind.equals("DomainSuffix")) {
                    sections.add(draft.limitsOfHosts(text));
                } else if (draft.provider(text.replaceFirst("^\\.", "")).isPresent()) {
                    sections.add(draft.limits(text.replaceFirst("^\\.", "")));
                } else {
                    draft.leave(origin, "limits are of MX hosts, not of all domains below " + text);
                }
            });
        }
        return List.copyOf(sections);
    }

    private void shaping(
            String file, String of, List<String> sections, List<String> domains, Map<?, ?> keys) {
        boolean isRolledUp = !Boolean.FALSE.equals(keys.get("mx_rollup"));
        keys.forEach((key, value) -> {
            var word = String.valueOf(key);
            var origin = new Origin(file, 0, (of.equals("*") ? "default" : of) + "." + word);
            if (word.equals("enable_tls")) {
                tls.demand(
                        domains,
                        others(of, isRolledUp, domains, value),
                        String.valueOf(value),
                        origin);
            } else {
                sections.forEach(section -> key(section, word, value, origin));
            }
        });
    }

    /// Who is shaped alike and not meant by domain.
    private static String others(
            String of, boolean isRolledUp, List<String> domains, Object level) {
        if (of.equals("*")) {
            return "";
        }
        if (!of.startsWith("provider.")) {
            return isRolledUp
                    ? "is of " + of + " alone, not of other domains of the same MX hosts"
                    : "";
        }
        return (domains.isEmpty()
                        ? "cannot be said of a provider"
                        : "is of " + String.join(", ", domains) + " alone")
                + "; what else it serves is not known by domain: \"*\" = \""
                + KumoTls.wish(String.valueOf(level))
                + "\" in [receiver_tls] would be of all mail";
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
            case "enable_mta_sts", "enable_dane" -> {
                if (!Boolean.TRUE.equals(value)) {
                    draft.leave(
                            origin,
                            (key.equals("enable_dane") ? "DANE" : "MTA-STS") + " is heeded always");
                }
            }
            case "remember_broken_tls" ->
                    draft.leave(
                            origin,
                            "a host whose handshake breaks is spoken to without TLS for four hours, where TLS is not demanded");
            case "additional_message_rate_throttles" ->
                    draft.leave(
                            origin,
                            "rates are by the hour; 24,000 a day, evenly, would be messages_per_hour = 1000");
            case "smtp_port" ->
                    draft.leave(
                            origin, "ports are of next hops: \"[host.example]:2525\" in [routes]");
            case "smtp_auth_plain_username", "smtp_auth_plain_password" ->
                    draft.leave(
                            origin,
                            "who we are to a next hop stands in [next_hop.NAME], its password in a file of its own");
            case "max_connection_rate" -> draft.leave(origin, PowerMtaDomains.CONNECTS);
            case "consecutive_connection_failures_before_delay" ->
                    draft.leave(origin, "a host that fails is set aside by itself");
            default -> draft.leave(origin, "there is no counterpart");
        }
    }

    private void number(String section, String key, Object value, Origin origin) {
        var written =
                value instanceof Map<?, ?> spec && spec.get("limit") != null
                        ? spec.get("limit")
                        : value;
        var text = String.valueOf(written).replaceFirst("^local:", "").replaceAll("[_,]", "");
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
                        .replaceFirst(",\\s*max_burst=[\\d_,]+", "")
                        .replace("_", "");
        long hourly = PowerMtaDomains.hourly(text);
        if (hourly < 0) {
            draft.leave(origin, "'" + text + "' is no rate");
        } else {
            draft.least(section, "messages_per_hour", Math.max(1, hourly), origin);
        }
    }

    private void timeout(String section, String key, Object value, Origin origin) {
        var span = Spans.of(String.valueOf(value), "s");
        if (section.equals("limits.all") && span.isPresent()) {
            draft.set("delivery", key, Draft.text(span.get()), origin);
        } else {
            draft.leave(origin, "timeouts are of all domains alike ([delivery])");
        }
    }

    private void source(String file, String word, Object keys) {
        if (!(keys instanceof Map<?, ?> table)) {
            return;
        }
        draft.source(word);
        table.forEach((key, value) -> {
            var origin = new Origin(file, 0, "source." + word + "." + key);
            var text = String.valueOf(value);
            switch (String.valueOf(key)) {
                case "source_address" -> {
                    if (!isByProxy(table)) {
                        address(word, text, origin);
                    }
                }
                case "ha_proxy_source_address" -> address(word, text, origin);
                case "socks5_proxy_source_address" -> {
                    address(word, text, origin);
                    draft.leave(
                            origin,
                            "is not said to the proxy, which chooses the address: one that leaves from "
                                    + text
                                    + " alone would be right");
                }
                case "socks5_proxy_server" -> egress(word, "socks5:" + text, origin);
                case "ha_proxy_server" -> egress(word, "haproxy:" + text, origin);
                case "ehlo_domain" ->
                        draft.set("source." + Draft.key(word), "ehlo", Draft.text(text), origin);
                case "name", "ttl" -> {
                    // Ours are named by their tables, and read at a reload.
                }
                case "remote_port" ->
                        draft.leave(
                                origin,
                                "ports are of next hops: \"[host.example]:2525\" in [routes]");
                default -> draft.leave(origin, "there is no counterpart of a source");
            }
        });
    }

    private static boolean isByProxy(Map<?, ?> source) {
        return source.containsKey("socks5_proxy_source_address")
                || source.containsKey("ha_proxy_source_address");
    }

    private void address(String source, String text, Origin origin) {
        if (AddressText.of(text).isEmpty()) {
            draft.withoutSource(source, origin, "'" + text + "' is no address");
        } else {
            draft.set(
                    "source." + Draft.key(source),
                    text.indexOf(':') < 0 ? "ipv4" : "ipv6",
                    Draft.text(text),
                    origin);
        }
    }

    private void egress(String source, String text, Origin origin) {
        draft.set("source." + Draft.key(source), "egress", Draft.text(text), origin);
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
