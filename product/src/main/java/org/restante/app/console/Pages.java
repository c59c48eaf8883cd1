package org.restante.app.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.restante.app.api.Answer;
import org.restante.app.api.Call;
import org.restante.app.api.Endpoint;
import org.restante.app.api.Problem;
import org.restante.app.api.ProblemKind;

/// The console's files. The first page says which others it wants, by names that change with what is in them, so these may be kept for ever.
public final class Pages implements Endpoint.Group {
    /// Nothing but this server's own files and answers; no script or style within a page; in no frame.
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "json", "application/json");

    private static final String NOT_BUILT =
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Restante: the console is not built</title>
            <h1>The console is not built</h1>
            <p>This server was built where there was no Node. It takes and sends mail all the same, and its
            <a href="/api/v1/openapi.json">interface</a> answers.</p>
            <p>To have the console: install Node 20 or later with npm, and build again, with <code>./check --fast</code> or
            <code>mvn package</code>. In a work tree, <code>tools/console</code> builds it alone.</p>
            </html>
            """;

    private final String folder;
    private final Map<String, File> files = new ConcurrentHashMap<>();

    /// @param plain as it is
    /// @param packed gzip's
    private record File(String type, byte[] plain, byte[] packed) {}

    public Pages() {
        this("/console/");
    }

    /// @param folder of resources, from `/` to `/`
    Pages(String folder) {
        this.folder = folder;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.open("/", this::first),
                Endpoint.open("/favicon.svg", call -> asset(call, "favicon.svg", false)),
                Endpoint.open(
                        "/assets/{file}",
                        call -> asset(call, "assets/" + name(call.path("file")), true)));
    }

    private static String name(String name) throws Problem {
        if (!NAME.matcher(name).matches()) {
            throw Problem.of(ProblemKind.NOT_FOUND, "no file of the console is called so");
        }
        return name;
    }

    private Answer first(Call call) {
        return file("index.html")
                .map(file -> answer(call, file, "no-cache"))
                .orElseGet(() ->
                        answer(
                                call,
                                packed("html", NOT_BUILT.getBytes(StandardCharsets.UTF_8)),
                                "no-store"));
    }

    private Answer asset(Call call, String name, boolean isKept) throws Problem {
        return answer(
                call,
                file(name)
                        .orElseThrow(() ->
                                Problem.of(
                                        ProblemKind.NOT_FOUND,
                                        "no file of the console is called so")),
                isKept ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private static Answer answer(Call call, File file, String kept) {
        boolean unpacks =
                call.header("Accept-Encoding")
                        .filter(it -> it.toLowerCase(Locale.ROOT).contains("gzip"))
                        .isPresent();
        var headers = new HashMap<String, String>();
        headers.put("Cache-Control", kept);
        headers.put("Content-Security-Policy", POLICY);
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.put("Vary", "Accept-Encoding");
        if (unpacks) {
            headers.put("Content-Encoding", "gzip");
        }
        return new Answer.Octets(200, file.type(), unpacks ? file.packed() : file.plain(), headers);
    }

    /// A file there is; names of others are not remembered.
    private Optional<File> file(String name) {
        var known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        var type = name.substring(name.lastIndexOf('.') + 1);
        try (var in = Pages.class.getResourceAsStream(folder + name)) {
            if (in == null || !TYPES.containsKey(type)) {
                return Optional.empty();
            }
            var file = packed(type, in.readAllBytes());
            files.put(name, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File packed(String type, byte[] plain) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new File(TYPES.getOrDefault(type, "text/plain"), plain, packed.toByteArray());
    }
}
