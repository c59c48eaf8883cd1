package org.restante.protocol.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What follows `MAIL` or `RCPT`: `FROM:` or `TO:`, a path, and parameters (RFC 5321 §4.1.2).
///
/// @param path what stands between the angle brackets, a source route taken away (§4.1.1.3, appendix C)
/// @param parameters keywords in upper case, in the order given; an empty value where there is none
public record PathArgument(String path, Map<String, String> parameters) {
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*");
    private static final Pattern VALUE = Pattern.compile("[!-<>-~\\x80-\\x{10FFFF}]+");

    public PathArgument {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /// The parameters as they stand in the command, their keywords in upper case.
    public List<String> words() {
        return parameters.entrySet().stream()
                .map(one ->
                        one.getValue().isEmpty()
                                ? one.getKey()
                                : one.getKey() + "=" + one.getValue())
                .toList();
    }

    /// Reads it; empty when it does not follow the grammar.
    ///
    /// @param keyword `FROM:` or `TO:`
    public static Optional<PathArgument> read(String argument, String keyword) {
        if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
            return Optional.empty();
        }
        var rest = argument.substring(keyword.length()).stripLeading();
        int end = pathEnd(rest);
        if (end < 0 || end + 1 < rest.length() && rest.charAt(end + 1) != ' ') {
            return Optional.empty();
        }
        var path = withoutRoute(rest.substring(1, end));
        return parameters(rest.substring(end + 1)).map(given -> new PathArgument(path, given));
    }

    /// Where the `>` stands that closes the path; -1 when there is none. Quoted local parts may hold one.
    private static int pathEnd(String text) {
        if (!text.startsWith("<")) {
            return -1;
        }
        boolean quoted = false;
        for (int at = 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                at++;
            } else if (c == '>' && !quoted) {
                return at;
            }
        }
        return -1;
    }

    /// `@one.test,@two.test:user@example.com` is `user@example.com`.
    private static String withoutRoute(String path) {
        int colon = path.startsWith("@") ? path.indexOf(':') : -1;
        return path.substring(colon + 1);
    }

    private static Optional<Map<String, String>> parameters(String text) {
        var all = new LinkedHashMap<String, String>();
        for (var word : text.strip().split(" +")) {
            if (word.isEmpty()) {
                continue;
            }
            int equals = word.indexOf('=');
            var keyword = equals < 0 ? word : word.substring(0, equals);
            var value = equals < 0 ? "" : word.substring(equals + 1);
            boolean good =
                    KEYWORD.matcher(keyword).matches()
                            && (equals < 0 || VALUE.matcher(value).matches());
            if (!good || all.put(keyword.toUpperCase(Locale.ROOT), value) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }
}
