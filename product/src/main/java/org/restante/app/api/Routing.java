package org.restante.app.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Finds the route of a request. A part written out goes before a named one.
final class Routing {
    private final List<Way> ways = new ArrayList<>();

    private record Way(Endpoint endpoint, List<String> parts) {}

    /// A route, with what its named parts are.
    record Found(Endpoint endpoint, Map<String, String> parameters) {}

    Routing(Iterable<? extends Endpoint.Group> groups) {
        for (var group : groups) {
            for (var endpoint : group.endpoints()) {
                ways.add(new Way(endpoint, parts(endpoint.path())));
            }
        }
    }

    List<Endpoint> endpoints() {
        return ways.stream().map(Way::endpoint).toList();
    }

    /// The route, HEAD answered by GET's.
    ///
    /// @param path decoded part by part by whoever calls
    Found find(String method, List<String> path) throws Problem {
        var wanted = method.equals("HEAD") ? "GET" : method;
        Set<String> methods = new TreeSet<>();
        Way best = null;
        for (var way : ways) {
            if (!matches(way.parts(), path)) {
                continue;
            }
            methods.add(way.endpoint().method());
            boolean isBetter = best == null || named(way.parts()) < named(best.parts());
            if (way.endpoint().method().equals(wanted) && isBetter) {
                best = way;
            }
        }
        if (best != null) {
            return new Found(best.endpoint(), parameters(best.parts(), path));
        }
        throw methods.isEmpty()
                ? Problem.of(
                        ProblemKind.NOT_FOUND,
                        "no route has this path; /api/v1/openapi.json tells all")
                : Problem.notWith(method, methods);
    }

    private static boolean matches(List<String> parts, List<String> path) {
        if (parts.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!isNamed(parts.get(i)) && !parts.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static long named(List<String> parts) {
        return parts.stream().filter(Routing::isNamed).count();
    }

    private static boolean isNamed(String part) {
        return part.startsWith("{");
    }

    private static Map<String, String> parameters(List<String> parts, List<String> path) {
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < parts.size(); i++) {
            if (isNamed(parts.get(i))) {
                parameters.put(parts.get(i).substring(1, parts.get(i).length() - 1), path.get(i));
            }
        }
        return parameters;
    }

    /// A path's parts; the first is what follows the first slash.
    static List<String> parts(String path) {
        return List.of((path.startsWith("/") ? path.substring(1) : path).split("/", -1));
    }
}
