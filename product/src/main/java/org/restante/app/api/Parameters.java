package org.restante.app.api;

import io.helidon.common.uri.UriQuery;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The parameters that questions may have, as the OpenAPI document names them. One that means nothing is refused, for its writer would
/// take the answer for another.
final class Parameters {
    /// By method and path; whether each may stand several times.
    private final Map<String, Map<String, Boolean>> known = new HashMap<>();

    Parameters() {
        for (var path : OpenApi.document().path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                var named = new TreeMap<String, Boolean>();
                for (var parameter : operation.getValue().path("parameters")) {
                    if (parameter.path("in").asString("").equals("query")) {
                        named.put(
                                parameter.path("name").asString(),
                                parameter.at("/schema/type").asString("").equals("array"));
                    }
                }
                known.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), named);
            }
        }
    }

    /// @throws Problem where one is unknown, or stands twice; routes that are for everybody, or in no document, take what comes
    void require(Endpoint endpoint, UriQuery query) throws Problem {
        var named = known.get(endpoint.method() + " " + endpoint.path());
        if (named == null || endpoint.scope().isEmpty()) {
            return;
        }
        for (var name : query.names()) {
            var mayRepeat = named.get(name);
            if (mayRepeat == null) {
                throw Problem.field(
                        Faults.shortened(name),
                        "is not known; "
                                + (named.isEmpty()
                                        ? "nothing may stand behind '?' here"
                                        : KnownNames.right(name, named.keySet())));
            }
            if (!mayRepeat && query.all(name).size() > 1) {
                throw Problem.field(name, "stands twice; once would be right");
            }
        }
    }
}
