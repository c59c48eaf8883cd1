package org.restante.app.api;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.Optional;

/// What a request shows of who sends it: a token, or a browser's session, and whether a page of this server sent it.
///
/// @param authorization the header (RFC 6750 §2.1)
/// @param session the secret of the session's cookie
/// @param knownBrowser what the browser keeps of the last sign-in
/// @param isChange whether the method is one that may change something
/// @param isOurs whether it has the header that only a page of the same origin can set, and comes from that origin
record Credentials(
        Optional<String> authorization,
        Optional<String> session,
        Optional<String> knownBrowser,
        boolean isChange,
        boolean isOurs) {
    /// Where a browser holds on to the cookie for https alone, and for exactly this host.
    static final String SECURE_COOKIE = "__Host-restante";

    static final String PLAIN_COOKIE = "restante";
    static final String SECURE_KNOWN = "__Host-restante-known";
    static final String PLAIN_KNOWN = "restante-known";

    /// A page of another origin cannot send it without asking first, which is never granted.
    static final String HEADER = "X-Restante-Console";

    static Credentials of(ServerRequest request) {
        var method = request.prologue().method().text();
        var cookies = request.headers().first(HeaderNames.COOKIE);
        return new Credentials(
                request.headers().first(HeaderNames.AUTHORIZATION),
                cookies.flatMap(all -> cookie(all, SECURE_COOKIE, PLAIN_COOKIE)),
                cookies.flatMap(all -> cookie(all, SECURE_KNOWN, PLAIN_KNOWN)),
                !method.equals("GET") && !method.equals("HEAD"),
                isOurs(
                        request.headers().first(HeaderNames.create(HEADER)),
                        request.headers().first(HeaderNames.ORIGIN),
                        request.headers().first(HeaderNames.HOST)));
    }

    private static Optional<String> cookie(String cookies, String secureName, String plainName) {
        Optional<String> plain = Optional.empty();
        for (var cookie : cookies.split(";", 100)) {
            var parts = cookie.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(secureName)) {
                return Optional.of(parts[1]);
            }
            if (parts.length == 2 && parts[0].equals(plainName)) {
                plain = Optional.of(parts[1]);
            }
        }
        return plain;
    }

    static boolean isOurs(Optional<String> header, Optional<String> origin, Optional<String> host) {
        return header.isPresent()
                && host.isPresent()
                && origin.flatMap(Credentials::authority)
                        .filter(authority -> authority.equalsIgnoreCase(host.get()))
                        .isPresent();
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
