package org.restante.app.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that is refused, and why: becomes a problem document (RFC 9457).
public final class Problem extends Exception {
    private static final long serialVersionUID = 1;

    private final ProblemKind kind;
    private final transient List<Fault> faults;
    private final transient Optional<String> code;
    private final transient Optional<Duration> retryAfter;
    private final transient Map<String, Object> more = new LinkedHashMap<>();
    private String allowed = "";

    /// What is wrong with one field.
    ///
    /// @param field its path in the request, such as `recipients[2].address`
    /// @param detail what was found, and what would be right
    public record Fault(String field, String detail) {}

    private Problem(
            ProblemKind kind,
            String detail,
            List<Fault> faults,
            Optional<String> code,
            Optional<Duration> retryAfter) {
        super(detail);
        this.kind = kind;
        this.faults = List.copyOf(faults);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public static Problem of(ProblemKind kind, String detail) {
        return new Problem(kind, detail, List.of(), Optional.empty(), Optional.empty());
    }

    /// One wrong field.
    public static Problem field(String field, String detail) {
        return fields(List.of(new Fault(field, detail)));
    }

    public static Problem fields(List<Fault> faults) {
        var detail = faults.size() == 1 ? "" : faults.size() + " fields are wrong";
        return new Problem(
                ProblemKind.INVALID, detail, faults, Optional.of("5.6.0"), Optional.empty());
    }

    /// The same with an enhanced status code (RFC 3463), where it has one.
    public Problem withCode(Optional<String> status) {
        return new Problem(kind, detail(), faults, status, retryAfter);
    }

    /// The same, worth another try then.
    public Problem retryAfter(Duration wait) {
        var same = new Problem(kind, detail(), faults, code, Optional.of(wait));
        same.more.putAll(more);
        return same;
    }

    /// The same where other methods would be right (RFC 9110 §15.5.6).
    static Problem notWith(String method, java.util.Collection<String> methods) {
        var problem =
                of(
                        ProblemKind.METHOD_NOT_ALLOWED,
                        method
                                + " is not for this path; "
                                + String.join(" or ", methods)
                                + " would be right");
        problem.allowed = String.join(", ", methods);
        return problem;
    }

    /// What the `Allow` header says; empty where it is not sent.
    String allowed() {
        return allowed;
    }

    /// The same with a member of its own (RFC 9457 §3.2).
    Problem with(String name, Object value) {
        more.put(name, value);
        return this;
    }

    public ProblemKind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /// The document.
    Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("type", kind.type());
        document.put("title", kind.title());
        document.put("status", kind.status());
        document.put("detail", detail().isEmpty() ? null : detail());
        document.put("code", code.orElse(null));
        document.put("errors", faults);
        document.putAll(more);
        return document;
    }
}
