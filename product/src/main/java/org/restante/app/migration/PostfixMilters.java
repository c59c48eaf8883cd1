package org.restante.app.migration;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressText;

/// The filters that Postfix asks (`smtpd_milters`), as `[[milter]]`.
final class PostfixMilters {
    private static final String FILTERS = "smtpd_milters";

    /// `inet:host:port`, or `{ inet:host:port, default_action=accept }`.
    private static final Pattern FILTER = Pattern.compile("\\{([^}]*)}|([^\\s,{}]+)");

    private static final Map<String, String> TIMES =
            Map.of(
                    "connect_timeout", "connect",
                    "command_timeout", "command",
                    "content_timeout", "message");

    private final PostfixFiles files;
    private final Draft draft;
    private final Set<String> names = new HashSet<>();

    PostfixMilters(PostfixFiles files, Draft draft) {
        this.files = files;
        this.draft = draft;
    }

    /// Whether the parameter is one of those that are read here, or changes nothing.
    static boolean isOne(String parameter) {
        return parameter.equals(FILTERS)
                || parameter.equals("non_smtpd_milters")
                || parameter.matches(
                        "milter_(default_action|protocol|(connect|command|content)_timeout|.*_macros|macro_.*)");
    }

    void all() {
        action();
        var main = files.main().get(FILTERS);
        var shared = files.value(FILTERS);
        if (main != null && shared != null) {
            filters(shared, main.origin());
        }
        var others = files.main().get("non_smtpd_milters");
        if (others != null
                && !files.expanded(others.value()).equals(shared == null ? "" : shared)) {
            draft.leave(
                    others.origin(),
                    "all mail comes in by SMTP or HTTP here; [[milter]] is asked of it");
        }
        for (var service : files.services()) {
            var own = service.options().get(FILTERS);
            if (own != null && !files.expanded(own).equals(shared == null ? "" : shared)) {
                draft.leave(
                        service.origin().of(service.name() + " -o " + FILTERS),
                        "filters are asked at every listener; a [[milter]] for what this one had would be asked of all mail");
            }
        }
    }

    private void action() {
        var action = files.value("milter_default_action");
        var found = files.main().get("milter_default_action");
        if (found != null && action != null && !action.matches("tempfail|accept|reject|")) {
            draft.leave(
                    found.origin(),
                    "'"
                            + action
                            + "' is none of tempfail, accept and reject; tempfail is what is done without one");
        }
    }

    private void filters(String value, Origin origin) {
        var filter = FILTER.matcher(value);
        while (filter.find()) {
            var words =
                    (filter.group(1) == null ? filter.group(2) : filter.group(1))
                            .strip()
                            .split("[\\s,]+");
            var address = address(words[0]);
            if (address == null) {
                draft.leave(
                        origin,
                        "'"
                                + words[0]
                                + "' is no address with a port, and no unix: with a path; [[milter]] takes such, without looking up names");
            } else {
                draft.milter(settings(address, words), origin);
            }
        }
    }

    /// Its own settings go before those of all.
    private Map<String, String> settings(String address, String[] words) {
        var settings = new LinkedHashMap<String, String>();
        settings.put("name", Draft.text(name(address)));
        settings.put("address", Draft.text(address));
        TIMES.forEach((theirs, ours) -> {
            var own = own(words, theirs);
            var value = own == null ? files.value("milter_" + theirs) : own;
            if (value != null) {
                Spans.of(value, "s").ifPresent(span -> settings.put(ours, Draft.text(span)));
            }
        });
        var own = own(words, "default_action");
        var action = own == null ? files.value("milter_default_action") : own;
        if (action != null && action.matches("accept|reject")) {
            settings.put("otherwise", Draft.text(action));
        }
        return settings;
    }

    private static @Nullable String own(String[] words, String name) {
        for (var word : words) {
            if (word.startsWith(name + "=")) {
                return word.substring(name.length() + 1);
            }
        }
        return null;
    }

    /// The last part of where it listens, with a number where that is taken.
    private String name(String address) {
        var base =
                address.replaceFirst(".*[/:]", "")
                        .replaceFirst("\\.sock$", "")
                        .replaceAll("[^\\w.-]", "-");
        var plain = base.matches("\\d+") ? "port-" + base : base;
        var name = plain.isEmpty() ? "filter" : plain;
        for (int i = 2; !names.add(name); i++) {
            name = plain + "-" + i;
        }
        return name;
    }

    /// As `[[milter]]` has it; null when it is none.
    private @Nullable String address(String text) {
        if (text.startsWith("unix:") || text.startsWith("local:")) {
            return "unix:" + path(text.substring(text.indexOf(':') + 1));
        }
        var parts = text.replaceFirst("^inet6?:", "");
        int colon = parts.lastIndexOf(':');
        if (!text.startsWith("inet") || colon < 1) {
            return null;
        }
        var host = parts.substring(0, colon).replaceAll("[\\[\\]]", "");
        var literal = host.equals("localhost") ? "127.0.0.1" : host;
        return AddressText.of(literal).isEmpty()
                ? null
                : (literal.indexOf(':') < 0 ? literal : "[" + literal + "]")
                        + parts.substring(colon);
    }

    /// Paths begin at the queue's folder, and so do all of a server that runs within it.
    private String path(String written) {
        var queue = files.value("queue_directory");
        var folder = queue == null || queue.isEmpty() ? "/var/spool/postfix" : queue;
        boolean isWithin =
                files.services().stream()
                        .anyMatch(one -> one.command().equals("smtpd") && one.chroot());
        return written.startsWith("/") && !isWithin
                ? written
                : folder + (written.startsWith("/") ? "" : "/") + written;
    }
}
