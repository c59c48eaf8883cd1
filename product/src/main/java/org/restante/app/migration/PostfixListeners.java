package org.restante.app.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressText;

/// Where Postfix takes mail in: the `inet` services of `master.cf`, at the addresses of `inet_interfaces`.
final class PostfixListeners {
    static final String INTERFACES = "inet_interfaces";

    /// Options that change nothing here.
    private static final Set<String> PLAIN =
            Set.of(
                    "syslog_name",
                    "smtpd_tls_wrappermode",
                    "smtpd_sasl_auth_enable",
                    "smtpd_tls_auth_only",
                    "milter_macro_daemon_name",
                    "smtpd_milters",
                    "smtpd_reject_unlisted_recipient");

    private final PostfixFiles files;
    private final Draft draft;

    PostfixListeners(PostfixFiles files, Draft draft) {
        this.files = files;
        this.draft = draft;
    }

    /// Tells what of the interfaces is none that can be listened at.
    void interfaces(Origin origin) {
        for (var word : files.words(INTERFACES)) {
            if (address(word) == null) {
                draft.leave(
                        origin,
                        "'"
                                + word
                                + "' is no address; [[listener]] takes addresses, and * for all");
            }
        }
    }

    /// As `[[listener]]` has it; null when it is none.
    private static @Nullable String address(String word) {
        return switch (word) {
            case "all" -> "*";
            case "loopback-only", "localhost" -> "127.0.0.1";
            default -> {
                var text = word.replaceAll("[\\[\\]]", "");
                yield AddressText.of(text).isEmpty()
                        ? null
                        : text.indexOf(':') < 0 ? text : "[" + text + "]";
            }
        };
    }

    /// A service of the type `inet`.
    void of(PostfixFiles.Service service) {
        boolean isScreened = service.command().equals("postscreen");
        if (!service.command().equals("smtpd") && !isScreened) {
            return;
        }
        if (isScreened) {
            draft.leave(
                    service.origin(),
                    "postscreen is not here: strangers are told apart by [reception] networks and users alone");
        }
        int colon = service.name().lastIndexOf(':');
        var port =
                switch (service.name().substring(colon + 1)) {
                    case "smtp" -> "25";
                    case "submission" -> "587";
                    case "smtps", "submissions" -> "465";
                    default -> service.name().substring(colon + 1);
                };
        boolean isWrapped = "yes".equals(service.options().get("smtpd_tls_wrappermode"));
        boolean isSubmission =
                port.equals("587") || "yes".equals(service.options().get("smtpd_sasl_auth_enable"));
        for (var host : hosts(colon < 0 ? "" : service.name().substring(0, colon))) {
            draft.listener(
                    host + ":" + port,
                    isWrapped ? "implicit-tls" : isSubmission ? "submission" : "relay",
                    service.origin());
        }
        service.options().keySet().stream()
                .filter(name -> !PLAIN.contains(name))
                .forEach(name ->
                        draft.leave(
                                service.origin().of(service.name() + " -o " + name),
                                PostfixWords.why(name)));
    }

    /// @param written empty where the service names none
    private List<String> hosts(String written) {
        if (!written.isEmpty()) {
            var own = address(written);
            return List.of(own == null ? written : own);
        }
        var hosts = new ArrayList<String>();
        for (var word : files.words(INTERFACES)) {
            var host = address(word);
            if (host != null && !hosts.contains(host)) {
                hosts.add(host);
            }
        }
        return hosts.isEmpty() ? List.of("*") : hosts;
    }
}
