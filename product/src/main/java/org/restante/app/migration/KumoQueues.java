package org.restante.app.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.restante.mail.message.Domain;

/// KumoMTA's file of queues (`[queue.default]`, `[queue.'example.org']`, `[tenant.NAME]`).
final class KumoQueues {
    /// The longest delay that can be written.
    private static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration RETRY = Duration.ofMinutes(20);

    private record Retry(String provider, Duration first, Origin origin) {}

    private final Draft draft;
    private final List<Retry> retries = new ArrayList<>();
    private Optional<Duration> longest = Optional.empty();
    private Optional<Origin> longestFrom = Optional.empty();
    private Duration age = LONGEST;

    KumoQueues(Draft draft) {
        this.draft = draft;
    }

    /// Writes what all the files say together; a provider's delays go before those of all.
    void finish() {
        if (retries.stream().noneMatch(one -> one.provider().isEmpty())) {
            longestFrom.ifPresent(origin -> retries.add(new Retry("", RETRY, origin)));
        }
        var last =
                List.of(longest.orElse(age), age, LONGEST).stream()
                        .min(Duration::compareTo)
                        .orElse(LONGEST);
        for (boolean isOfAll : new boolean[] {false, true}) {
            retries.stream()
                    .filter(one -> one.provider().isEmpty() == isOfAll)
                    .forEach(one ->
                            draft.retry(
                                    one.provider(),
                                    Spans.doubling(one.first(), last),
                                    one.origin()));
        }
    }

    void queues(String file, Map<?, ?> queues) {
        queues.forEach((name, keys) -> {
            if (keys instanceof Map<?, ?> table) {
                table.forEach((key, value) ->
                        queue(
                                String.valueOf(name),
                                String.valueOf(key),
                                value,
                                new Origin(file, 0, "queue." + name + "." + key)));
            }
        });
    }

    private void queue(String name, String key, Object value, Origin origin) {
        boolean isOfAll = name.equals("default");
        var text = String.valueOf(value);
        if (value instanceof Map<?, ?> && !key.equals("protocol")) {
            draft.leave(origin, "a queue of one tenant or campaign has no settings of its own");
            return;
        }
        switch (key) {
            case "max_age" -> age(isOfAll, text, origin);
            case "retry_interval" -> retry(name, isOfAll, text, origin);
            case "max_retry_interval" -> longest(isOfAll, text, origin);
            case "egress_pool" -> {
                if (isOfAll) {
                    draft.usualPool(text, origin);
                } else {
                    draft.leave(
                            origin,
                            "the source is chosen by the mail's pool, not by its recipient");
                }
            }
            case "routing_domain" -> route(isOfAll ? "*" : name, text, origin);
            case "protocol" -> protocol(isOfAll ? "*" : name, value, origin);
            case "max_message_rate", "overall_max_message_rate" ->
                    draft.leave(
                            origin,
                            "rates are of lanes: [limits] bounds what a receiver gets by the hour");
            default -> draft.leave(origin, "there is no counterpart of a queue");
        }
    }

    private void age(boolean isOfAll, String text, Origin origin) {
        var span = Spans.of(text, "s");
        if (!isOfAll) {
            draft.leave(origin, "lifetimes are of all domains alike ([queue])");
        } else if (span.isEmpty()) {
            draft.leave(origin, "'" + text + "' is no time span");
        } else {
            age = Spans.duration(span.get());
            draft.set("queue", "bulk", Draft.text(span.get()), origin);
            draft.set("queue", "relayed", Draft.text(span.get()), origin);
        }
    }

    private void retry(String name, boolean isOfAll, String text, Origin origin) {
        var span = Spans.of(text, "s");
        var provider = isOfAll ? Optional.of("") : draft.provider(name);
        if (span.isEmpty()) {
            draft.leave(origin, "'" + text + "' is no time span");
        } else if (provider.isEmpty()) {
            draft.leave(origin, PowerMtaDomains.RETRIES.formatted(name));
        } else {
            retries.add(new Retry(provider.get(), Spans.duration(span.get()), origin));
        }
    }

    private void longest(boolean isOfAll, String text, Origin origin) {
        var span = Spans.of(text, "s");
        if (span.isEmpty()) {
            draft.leave(origin, "'" + text + "' is no time span");
        } else if (isOfAll) {
            longest = span.map(Spans::duration);
            longestFrom = Optional.of(origin);
        } else {
            draft.leave(origin, "the longest delay of all domains is that of this one too");
        }
    }

    private void route(String domain, String text, Origin origin) {
        if (!domain.equals("*") && Domain.of(domain).isEmpty()) {
            draft.leave(origin, "'" + domain + "' is no domain");
            return;
        }
        var hop = PostfixRoutes.written(text);
        if (hop.isEmpty()) {
            draft.leave(origin, "'" + text + "' is no next hop that mail can be sent to");
        } else {
            draft.set("routes", domain, Draft.text(hop), origin);
        }
    }

    /// `protocol = {smtp = {mx_list = ["host", {name = "host", addr = "10.0.0.1"}]}}`
    private void protocol(String domain, Object protocol, Origin origin) {
        if (protocol instanceof Map<?, ?> kinds
                && kinds.get("smtp") instanceof Map<?, ?> smtp
                && smtp.get("mx_list") instanceof List<?> hosts
                && !hosts.isEmpty()) {
            var first =
                    hosts.getFirst() instanceof Map<?, ?> host
                            ? String.valueOf(host.get("addr"))
                            : String.valueOf(hosts.getFirst());
            route(domain, first.startsWith("[") ? first : PowerMtaDomains.brackets(first), origin);
            if (hosts.size() > 1) {
                draft.leave(
                        origin, "a route has one next hop; the hosts after the first are not used");
            }
        } else {
            draft.leave(origin, "mail goes by SMTP or LMTP, as [routes] says");
        }
    }

    void tenants(String file, Map<?, ?> tenants) {
        tenants.forEach((name, keys) -> {
            if (keys instanceof Map<?, ?> table) {
                table.forEach((key, value) ->
                        draft.leave(
                                new Origin(file, 0, "tenant." + name + "." + key),
                                ofTenant(String.valueOf(name), String.valueOf(key), value)));
            }
        });
    }

    private static String ofTenant(String tenant, String key, Object value) {
        return switch (key) {
            case "egress_pool" ->
                    "a tenant's pool is that of its users and tokens: 'restante user add NAME --tenant "
                            + tenant
                            + " --pool "
                            + value
                            + "'";
            case "max_age", "retry_interval", "max_retry_interval" ->
                    "lifetimes and retries are of all tenants alike ([queue], [[queue.retry]])";
            case "max_message_rate", "overall_max_message_rate" ->
                    "what a tenant may send is bounded by recipients of its users and tokens: --recipients-per-hour, --recipients-per-day";
            case "require_authz" ->
                    "mail is of the tenant of its user or token: 'restante user add NAME --tenant "
                            + tenant
                            + "'";
            default -> "there is no counterpart of a tenant";
        };
    }

    /// @return whether the key is one of this file that stands in no table
    boolean whole(String key, Object value, Origin origin) {
        switch (key) {
            case "default_tenant" ->
                    draft.leave(
                            origin,
                            "mail is of the tenant of its user or token: 'restante user add NAME --tenant "
                                    + value
                                    + "'");
            case "tenant_header", "campaign_header", "scheduling_header" ->
                    draft.leave(
                            origin,
                            "of a user that steers (--steers) the fields X-Restante-Tenant, X-Restante-Campaign and X-Restante-Schedule are read and"
                                    + " taken out");
            case "remove_tenant_header", "remove_campaign_header" -> {
                // Such fields are taken out always.
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
