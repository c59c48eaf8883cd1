package org.restante.app.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.restante.mail.message.Domain;

/// What PowerMTA's `config` says of mail to domains (`<domain NAME>`), understood when all of it was read: a domain may be a rollup's name, and rollups
/// and macros may stand anywhere.
final class PowerMtaDomains {
    static final String CONNECTS =
            "how many connections a minute a receiver takes is learnt from its refusals; their number at once can be bounded";
    static final String COLD =
            "a source that is new to receivers is warmed up by a plan: [warmup.source.NAME], docs/warmup.md";
    static final String LOGS = "'restante trace' shows conversations as they happen";

    /// Of a domain whose own retries cannot be written.
    static final String RETRIES =
            "retries are by provider and cause ([[queue.retry]]), and %s is of no provider that is known";

    private static final Pattern RATE =
            Pattern.compile(
                    "(\\d{1,12})/(\\d{0,6})\\s*(s|sec|second|m|min|minute|h|hr|hour|d|day)s?");

    /// @param outer the virtual MTA that it is of; empty for all
    private record Said(String block, String outer, String name, String value, Origin origin) {}

    private record Retry(String provider, List<Duration> delays, Origin origin) {}

    private final Draft draft;
    private final Map<String, List<String>> macros;
    private final List<Said> all = new ArrayList<>();
    private final Map<String, Set<String>> rollups = new LinkedHashMap<>();

    /// By the name of a queue, the domains whose mail goes to it (`queue-to`).
    private final Map<String, Set<String>> queued = new LinkedHashMap<>();

    private final List<Retry> retries = new ArrayList<>();
    private final PowerMtaTls tls;

    /// @param macros domains by the name of their macro
    PowerMtaDomains(Draft draft, Map<String, List<String>> macros) {
        this.draft = draft;
        this.macros = macros;
        tls = new PowerMtaTls(draft);
    }

    /// @param block what stands in `<domain …>`; `*` for what stands in no block
    void say(String block, String outer, String name, String value, Origin origin) {
        if (block.startsWith("$") && !macros.containsKey(macro(block))) {
            draft.leave(origin, "the macro " + block + " was not defined before");
        } else {
            all.add(new Said(block, outer, name, value, origin));
        }
    }

    private static String macro(String block) {
        return block.substring(1).toLowerCase(Locale.ROOT);
    }

    /// A line of an `<mx-rollup-list>`: `mx *.google.com gmail.rollup`.
    void rollup(String line, Origin origin) {
        var words = line.strip().split("\\s+");
        if (words.length == 3 && words[0].equalsIgnoreCase("mx")) {
            rollups.computeIfAbsent(words[2].toLowerCase(Locale.ROOT), _ -> new LinkedHashSet<>())
                    .add(draft.limitsOfHosts(words[1].toLowerCase(Locale.ROOT)));
        } else {
            draft.leave(origin, "is no 'mx HOSTS NAME'");
        }
    }

    void finish() {
        for (var one : all) {
            if (one.name().equals("queue-to")) {
                queued.computeIfAbsent(
                                one.value().toLowerCase(Locale.ROOT), _ -> new LinkedHashSet<>())
                        .addAll(domains(one));
            }
        }
        for (var one : all) {
            if (!one.name().equals("queue-to")) {
                if (!one.outer().isEmpty() || one.block().matches(".*/[^*].*")) {
                    draft.leave(one.origin(), "holds here for every source, not for one alone");
                }
                domains(one).forEach(domain -> understood(domain, one));
            }
        }
        for (boolean isOfAll : new boolean[] {false, true}) {
            retries.stream()
                    .filter(one -> one.provider().isEmpty() == isOfAll)
                    .forEach(one -> draft.retry(one.provider(), one.delays(), one.origin()));
        }
        tls.finish();
    }

    private List<String> domains(Said said) {
        var block = said.block().replaceFirst("/.*", "");
        return block.startsWith("$")
                ? macros.getOrDefault(macro(block), List.of())
                : List.of(block.toLowerCase(Locale.ROOT).split("[\\s,]+"));
    }

    private void understood(String name, Said said) {
        var sections = rollups.getOrDefault(name, Set.of());
        var domains = queued.getOrDefault(name, Set.of());
        if (sections.isEmpty() && domains.isEmpty()) {
            named(name, said);
            return;
        }
        for (var section : sections) {
            if (!limit(section, said)) {
                rolled(name, section, said);
            }
        }
        domains.stream().filter(one -> !one.equals(name)).forEach(one -> named(one, said));
    }

    private void named(String domain, Said said) {
        if (domain.matches(".*\\.(rollup|queue)")) {
            draft.leave(
                    said.origin(),
                    "which domains or MX hosts "
                            + domain
                            + " stands for is not in the files that were handed in; their limits would stand in [limits.provider.NAME] or"
                            + " [limits.site.\"…\"]");
        } else if (!domain.equals("*") && Domain.of(domain).isEmpty()) {
            draft.leave(said.origin(), "'" + domain + "' is no domain");
        } else if (!limit(draft.limits(domain), said)) {
            domain(domain, said);
        }
    }

    /// What is said of a rollup besides limits is said of the domains of its provider that are known.
    private void rolled(String rollup, String section, Said said) {
        var known = draft.domainsOf(section);
        if (said.name().endsWith("-starttls") && !known.isEmpty()) {
            known.forEach(domain -> domain(domain, said));
            draft.leave(
                    said.origin(),
                    "is of "
                            + String.join(", ", known)
                            + " alone: which other domains "
                            + rollup
                            + " takes mail for is not known");
        } else if (said.name().equals("retry-after") && !known.isEmpty()) {
            domain(known.getFirst(), said);
        } else {
            draft.leave(said.origin(), "is of no domain; " + rollup + " stands for MX hosts here");
        }
    }

    /// @return whether it is a limit of lanes
    private boolean limit(String section, Said said) {
        var origin = said.origin();
        var value = said.value();
        switch (said.name()) {
            case "max-smtp-out" -> number(section, "connections", value, origin);
            case "max-msg-per-connection" ->
                    number(section, "messages_per_connection", value, origin);
            case "max-rcpt-per-message" -> number(section, "recipients_per_message", value, origin);
            case "max-msg-rate" -> rate(section, value, origin);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void domain(String domain, Said said) {
        var origin = said.origin();
        var value = said.value();
        switch (said.name()) {
            case "bounce-after" -> lifetime(domain, value, origin);
            case "route", "smtp-hosts" -> route(domain, value, origin);
            case "connect-timeout" -> timeout(domain, "connect", value, origin);
            case "smtp-greeting-timeout" -> timeout(domain, "greeting", value, origin);
            case "smtp-command-timeout" -> {
                timeout(domain, "ehlo", value, origin);
                timeout(domain, "mail", value, origin);
                timeout(domain, "rcpt", value, origin);
            }
            case "data-send-timeout" -> timeout(domain, "block", value, origin);
            case "data-done-timeout" -> timeout(domain, "content", value, origin);
            case "retry-after" -> retry(domain, value, origin);
            case "use-starttls", "require-starttls" -> tls.say(domain, said.name(), value, origin);
            case "auth-username" -> login(said);
            case "auth-password" -> {
                // Told with the name; a password is not shown.
            }
            case "dkim-sign", "dk-sign" -> {
                if (!domain.equals("*")) {
                    draft.leave(origin, "mail is signed by its From, wherever it goes");
                } else if (!value.matches("(?i)yes|true|1")) {
                    draft.leave(origin, "mail is signed where [signing] has a key of its From");
                }
            }
            default -> draft.leave(origin, why(said.name()));
        }
    }

    private static String why(String name) {
        return switch (name) {
            case "backoff-mode",
                    "backoff-max-msg-rate",
                    "backoff-max-smtp-out",
                    "backoff-max-connect-rate",
                    "backoff-retry-after",
                    "backoff-to-normal-after",
                    "backoff-to-normal-after-delivery",
                    "backoff-notify",
                    "smtp-pattern-list" ->
                    "a refusal closes the lane by itself, and a canary that passes opens it";
            case "max-cold-virtual-mta-msg", "cold-virtual-mta" -> COLD;
            case "max-connect-rate" -> CONNECTS;
            case "dkim-identity",
                    "dkim-algorithm",
                    "dkim-headers",
                    "dkim-body-canon",
                    "dkim-header-canon",
                    "dkim-expire-after" ->
                    "how mail is signed stands in docs/DKIM.md; when a signature ends, in [signing] life";
            case "max-errors-per-connection",
                    "bounce-upon-no-mx",
                    "bounce-upon-transfer-failure",
                    "bounce-upon-pix-transfer-failure",
                    "bounce-upon-5xx-greeting",
                    "assume-delivery-upon-data-termination-timeout",
                    "disable-mail-after-pattern-match",
                    "retry-upon-new-mail" ->
                    "what a failure comes to is decided by its meaning: 'restante explain' says it of a reply";
            case "log-connections",
                    "log-commands",
                    "log-resolution",
                    "log-data",
                    "log-transfer-failures" ->
                    LOGS;
            default -> "there is no counterpart";
        };
    }

    private void number(String section, String key, String value, Origin origin) {
        if (value.matches("\\d{1,12}")) {
            draft.least(section, key, Long.parseLong(value), origin);
        } else {
            draft.leave(
                    origin,
                    "'" + value + "' is no number; without a limit the provider's profile holds");
        }
    }

    private void rate(String section, String value, Origin origin) {
        var hourly = hourly(value);
        if (hourly < 0) {
            draft.leave(
                    origin,
                    "'" + value + "' is no rate; without a limit the provider's profile holds");
        } else {
            draft.least(section, "messages_per_hour", Math.max(1, hourly), origin);
        }
    }

    /// `100/h`, `5/m`, `2/s`, `20/15min` by the hour; -1 when it is none.
    static long hourly(String value) {
        var rate = RATE.matcher(value.toLowerCase(Locale.ROOT).replace(",", ""));
        if (!rate.matches()) {
            return -1;
        }
        long periods = rate.group(2).isEmpty() ? 1 : Long.parseLong(rate.group(2));
        long seconds =
                switch (rate.group(3).charAt(0)) {
                    case 's' -> 1;
                    case 'm' -> 60;
                    case 'd' -> 86_400;
                    default -> 3600;
                };
        return periods == 0 ? -1 : Long.parseLong(rate.group(1)) * 3600 / (seconds * periods);
    }

    private void retry(String domain, String value, Origin origin) {
        var delays = new ArrayList<Duration>();
        for (var word : value.split("\\s*,\\s*")) {
            var span = Spans.of(word, "s").map(Spans::duration);
            if (span.isEmpty()) {
                draft.leave(origin, "'" + word + "' is no time span");
                return;
            }
            delays.add(span.get());
        }
        var provider = domain.equals("*") ? "" : draft.provider(domain).orElse(null);
        if (provider == null) {
            draft.leave(origin, RETRIES.formatted(domain));
        } else if (retries.stream()
                .noneMatch(one -> one.equals(new Retry(provider, delays, one.origin())))) {
            retries.add(new Retry(provider, delays, origin));
        }
    }

    private void lifetime(String domain, String value, Origin origin) {
        var span = Spans.of(value, "s");
        if (domain.equals("*") && span.isPresent()) {
            draft.set("queue", "bulk", Draft.text(span.get()), origin);
            draft.set("queue", "relayed", Draft.text(span.get()), origin);
        } else {
            draft.leave(origin, "lifetimes are of all domains alike ([queue])");
        }
    }

    private void timeout(String domain, String key, String value, Origin origin) {
        var span = Spans.of(value, "s");
        if (domain.equals("*") && span.isPresent()) {
            draft.set("delivery", key, Draft.text(span.get()), origin);
        } else {
            draft.leave(origin, "timeouts are of all domains alike ([delivery])");
        }
    }

    private void route(String domain, String value, Origin origin) {
        var hop = hop(value);
        if (hop.isEmpty()) {
            draft.leave(origin, "a route has one next hop; the MX hosts of a name may be several");
        } else {
            draft.set("routes", domain, Draft.text(hop), origin);
        }
    }

    /// As `[routes]` has it; empty where it is not one next hop.
    private static String hop(String value) {
        var hop = value.replaceFirst("^lookup:", "");
        if (hop.contains(",") || hop.contains(" ")) {
            return "";
        }
        var host = hop.replaceFirst("^\\[(.*)](:\\d+)?$", "$1$2");
        return PostfixRoutes.written(value.startsWith("lookup:") ? host : brackets(host));
    }

    /// `relay.example:2525` is that host, not its MX hosts.
    static String brackets(String host) {
        int colon = host.lastIndexOf(':');
        return colon < 0
                ? "[" + host + "]"
                : "[" + host.substring(0, colon) + "]" + host.substring(colon);
    }

    /// A password stays where it is: what is made here may be shown to others.
    private void login(Said said) {
        var hop =
                all.stream()
                        .filter(one -> one.block().equals(said.block()))
                        .filter(one ->
                                one.name().equals("route") || one.name().equals("smtp-hosts"))
                        .map(one -> hop(one.value()))
                        .findFirst()
                        .orElse("");
        draft.leave(
                said.origin(),
                hop.isEmpty()
                        ? "who we are to a next hop stands in [next_hop.NAME], its password in a file of its own"
                        : PostfixLogins.TOLD.formatted(Draft.text(hop), Draft.text(said.value())));
    }
}
