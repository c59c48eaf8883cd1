package org.restante.app.api;

import java.io.IOException;
import java.util.Optional;
import org.restante.app.access.Scope;

/// One route: what it is called by, who may call it, and what it does.
///
/// @param method such as `GET`
/// @param path with names for its parts, as the OpenAPI document has it: `/api/v1/messages/{id}`
/// @param scope empty for everybody, without a token
public record Endpoint(String method, String path, Optional<Scope> scope, Handler handler) {
    /// Does what is asked for.
    @FunctionalInterface
    public interface Handler {
        Answer answer(Call call) throws Problem, IOException, InterruptedException;
    }

    /// Routes that belong together.
    @FunctionalInterface
    public interface Group {
        Iterable<Endpoint> endpoints();
    }

    public static Endpoint get(String path, Scope scope, Handler handler) {
        return new Endpoint("GET", path, Optional.of(scope), handler);
    }

    public static Endpoint post(String path, Scope scope, Handler handler) {
        return new Endpoint("POST", path, Optional.of(scope), handler);
    }

    public static Endpoint delete(String path, Scope scope, Handler handler) {
        return new Endpoint("DELETE", path, Optional.of(scope), handler);
    }

    /// A route for everybody.
    public static Endpoint open(String path, Handler handler) {
        return new Endpoint("GET", path, Optional.empty(), handler);
    }

    /// A route for everybody that takes something in.
    public static Endpoint openPost(String path, Handler handler) {
        return new Endpoint("POST", path, Optional.empty(), handler);
    }

    /// Whether it changes something, and is told in the audit.
    boolean isChange() {
        return !method.equals("GET");
    }
}
