package org.restante.app.api;

import java.util.Locale;

/// What may be wrong with a request: its HTTP status, and the title of its problem document.
public enum ProblemKind {
    /// It cannot be read: broken JSON, a bad header.
    MALFORMED(400, "The request cannot be read"),
    /// It can be read, and some fields are wrong.
    INVALID(400, "Some fields are wrong"),
    UNAUTHENTICATED(401, "A token is needed"),
    FORBIDDEN(403, "That is not this token's to do"),
    NOT_FOUND(404, "There is nothing there"),
    METHOD_NOT_ALLOWED(405, "Not with this method"),
    TOO_SLOW(408, "The request took too long"),
    CONFLICT(409, "That does not go together"),
    TOO_LARGE(413, "The request is too large"),
    UNSUPPORTED_TYPE(415, "Not in this content type"),
    NOT_TAKEN(422, "No recipient was accepted"),
    TOO_EARLY(425, "The same request is still under way"),
    TOO_MANY(429, "Too many requests"),
    BUG(500, "A bug of the server"),
    /// What serves a watched log has no queue, no lanes and no mail.
    NOT_WATCHED(501, "Not of a log that is watched"),
    UNAVAILABLE(503, "Not now");

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// The problem's type, as a URN.
    public String type() {
        return "urn:restante:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
