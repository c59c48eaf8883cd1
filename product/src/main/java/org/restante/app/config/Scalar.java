package org.restante.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.restante.dns.AddressText;
import org.restante.dns.Network;
import org.restante.mail.message.Domain;
import org.restante.mail.message.Mailbox;
import org.restante.sending.routing.BadRouteException;
import org.restante.sending.routing.NextHop;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// A type of single values: how they are written and read. A new one is a line in [#ALL].
///
/// @param name for the documentation
/// @param right what would be right, for messages
/// @param reading of what TOML holds
/// @param writing as it would stand in the file, without quotes
record Scalar<T>(
        Class<T> type, String name, String right, Reading<T> reading, Function<T, String> writing) {
    /// The value that something written is.
    @FunctionalInterface
    interface Reading<T> {
        /// @param written a text, a Long, a Double, a Boolean, a date, a table or an array of TOML
        Optional<T> read(Object written, Around around) throws Unfit;
    }

    private static final List<Scalar<?>> ALL =
            List.of(
                    text(String.class, "text", "a text in quotes", Optional::of, it -> it),
                    new Scalar<>(
                            Boolean.class,
                            "true or false",
                            "true or false, without quotes",
                            (written, around) ->
                                    written instanceof Boolean flag
                                            ? Optional.of(flag)
                                            : Optional.empty(),
                            String::valueOf),
                    new Scalar<>(
                            Integer.class,
                            "number",
                            "a whole number, without quotes",
                            (written, around) ->
                                    written instanceof Long number && number == (int) (long) number
                                            ? Optional.of((int) (long) number)
                                            : Optional.empty(),
                            String::valueOf),
                    new Scalar<>(
                            Long.class,
                            "number",
                            "a whole number, without quotes",
                            (written, around) ->
                                    written instanceof Long number
                                            ? Optional.of(number)
                                            : Optional.empty(),
                            String::valueOf),
                    new Scalar<>(
                            Double.class,
                            "number",
                            "a number, without quotes",
                            (written, around) ->
                                    written instanceof Number number
                                                    && Double.isFinite(number.doubleValue())
                                            ? Optional.of(number.doubleValue())
                                            : Optional.empty(),
                            String::valueOf),
                    text(
                            Duration.class,
                            "time span",
                            "a time span with its unit, such as \"30s\", \"5m\", \"72h\"",
                            Span::of,
                            Span::text),
                    text(
                            Size.class,
                            "size",
                            "a size with its unit, such as \"50MB\" or \"50MiB\"",
                            Size::of,
                            Size::toString),
                    new Scalar<>(
                            Path.class, "path", "a path in quotes", Scalar::path, Path::toString),
                    text(
                            Domain.class,
                            "domain",
                            "a domain name, such as \"example.org\"",
                            Domain::of,
                            Domain::ascii),
                    text(
                            Mailbox.class,
                            "mail address",
                            "a mail address, such as \"bounces@example.org\"",
                            Mailbox::of,
                            Mailbox::toString),
                    text(
                            Network.class,
                            "network",
                            "a network by its first address, such as \"192.0.2.0/24\" or \"2001:db8::/32\", or an address",
                            Network::of,
                            Network::toString),
                    text(
                            InetAddress.class,
                            "address",
                            "an IP address, such as \"192.0.2.1\" or \"2001:db8::1\"",
                            AddressText::of,
                            AddressText::shown),
                    text(
                            InetSocketAddress.class,
                            "host:port",
                            "an address and a port, such as \"127.0.0.1:25\", \"[::1]:25\" or \"*:25\" for all addresses",
                            Scalar::socket,
                            Scalar::socketText),
                    new Scalar<>(
                            NextHop.class,
                            "next hop",
                            "",
                            (written, around) ->
                                    written instanceof String text
                                            ? Optional.of(nextHop(text))
                                            : Optional.empty(),
                            NextHop::toString),
                    new Scalar<>(
                            Secret.class,
                            "secret",
                            "{ file = \"…\" } or { env = \"NAME\" }",
                            Scalar::secret,
                            Secret::toString),
                    new Scalar<>(
                            WebAddress.class,
                            "URL",
                            "a URL, such as \"https://shop.example/hook\", or { file = \"…\" } or { env = \"NAME\" } that holds it",
                            (written, around) ->
                                    written instanceof String text
                                            ? Optional.of(WebAddress.written(text))
                                            : secret(written, around).map(WebAddress::of),
                            WebAddress::from));

    private static <T> Scalar<T> text(
            Class<T> type,
            String name,
            String right,
            Function<String, Optional<T>> reading,
            Function<T, String> writing) {
        return new Scalar<>(
                type,
                name,
                right,
                (written, around) ->
                        written instanceof String text ? reading.apply(text) : Optional.empty(),
                writing);
    }

    /// The scalar of a component's type; empty for tables and lists.
    static Optional<Scalar<?>> of(Class<?> type) {
        var boxed =
                type == int.class
                        ? Integer.class
                        : type == long.class
                                ? Long.class
                                : type == double.class
                                        ? Double.class
                                        : type == boolean.class ? Boolean.class : type;
        return boxed.isEnum()
                ? Optional.of(ofEnum(boxed))
                : ALL.stream().<Scalar<?>>map(it -> it).filter(it -> it.type == boxed).findFirst();
    }

    private static Scalar<?> ofEnum(Class<?> type) {
        var words =
                Arrays.stream(type.getEnumConstants())
                        .map(Scalar::word)
                        .map(word -> "\"" + word + "\"")
                        .collect(Collectors.joining(", "));
        return new Scalar<>(
                Object.class,
                words.replace("\"", ""),
                "one of " + words,
                (written, around) ->
                        Arrays.stream(type.getEnumConstants())
                                .<Object>map(it -> it)
                                .filter(it -> word(it).equals(written))
                                .findFirst(),
                Scalar::word);
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads what stands in a file.
    T read(Object written, Around around) throws Unfit {
        var value = reading.read(written, around);
        if (value.isEmpty()) {
            throw new Unfit("is " + shown(written), right + " would be right");
        }
        return value.get();
    }

    /// Reads a default.
    T read(String written, Around around) {
        try {
            return read(type == String.class ? written : plain(written), around);
        } catch (Unfit e) {
            throw new IllegalStateException("'" + written + "' " + e.found(), e);
        }
    }

    private Object plain(String written) {
        if (type == Boolean.class) {
            return Boolean.valueOf(written);
        }
        if (type == Integer.class || type == Long.class) {
            return Long.valueOf(written);
        }
        return type == Double.class ? Double.valueOf(written) : written;
    }

    /// As it would stand in the file.
    String write(Object value) {
        @SuppressWarnings("unchecked")
        var text = writing.apply((T) value);
        boolean isPlain =
                type == Secret.class
                        || type == WebAddress.class
                        || type == Boolean.class
                        || Number.class.isAssignableFrom(type);
        return isPlain ? text : quoted(text);
    }

    static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }

    /// What was found, short.
    static String shown(Object written) {
        return switch (written) {
            case String text ->
                    "\"" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "\"";
            case TomlTable _ -> "a table";
            case TomlArray _ -> "a list";
            default -> String.valueOf(written);
        };
    }

    private static Optional<Path> path(Object written, Around around) {
        try {
            return written instanceof String text && !text.isEmpty()
                    ? Optional.of(around.folder().resolve(text).normalize())
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /// Names are not looked up, but for `localhost`: what a server listens at must not hang on the DNS.
    private static Optional<InetSocketAddress> socket(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("\\d{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        var host = text.substring(0, colon);
        boolean inBrackets = host.startsWith("[") && host.endsWith("]");
        if (port > 65_535 || host.indexOf(':') >= 0 != inBrackets) {
            return Optional.empty();
        }
        return switch (host) {
            case "*" -> Optional.of(new InetSocketAddress(port));
            case "localhost" ->
                    Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            default ->
                    AddressText.of(inBrackets ? host.substring(1, host.length() - 1) : host)
                            .map(address -> new InetSocketAddress(address, port));
        };
    }

    private static String socketText(InetSocketAddress socket) {
        var address = socket.getAddress();
        if (address.isAnyLocalAddress() && address.equals(anyAddress())) {
            return "*:" + socket.getPort();
        }
        var text = AddressText.shown(address);
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + socket.getPort();
    }

    private static InetAddress anyAddress() {
        return new InetSocketAddress(0).getAddress();
    }

    private static NextHop nextHop(String text) throws Unfit {
        try {
            return NextHop.parse(text);
        } catch (BadRouteException e) {
            throw new Unfit("is wrong: " + e.getMessage(), "");
        }
    }

    private static Optional<Secret> secret(Object written, Around around) throws Unfit {
        if (written instanceof String) {
            throw new Unfit(
                    "stands in the file",
                    "a secret stands elsewhere: { file = \"…\" } or { env = \"NAME\" } would be right");
        }
        if (!(written instanceof TomlTable table) || table.size() != 1) {
            return Optional.empty();
        }
        if (table.get(List.of("env")) instanceof String name) {
            var value = around.environment().get(name);
            if (value == null || value.isEmpty()) {
                throw new Unfit("is in no environment variable " + name, "set and export " + name);
            }
            return Optional.of(new Secret(value, "{ env = " + quoted(name) + " }"));
        }
        return table.get(List.of("file")) instanceof String file
                ? Optional.of(ofFile(file, around))
                : Optional.empty();
    }

    private static Secret ofFile(String name, Around around) throws Unfit {
        var file =
                path(name, around)
                        .orElseThrow(() -> new Unfit("names no path", "a path would be right"));
        try {
            var text = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                throw new Unfit(
                        "is not in " + file + ": it is empty",
                        "one line with the secret would be right");
            }
            return new Secret(text, "{ file = " + quoted(name) + " }");
        } catch (java.io.IOException e) {
            throw new Unfit(
                    "cannot be read from " + file,
                    Files.exists(file)
                            ? "the user the server runs as must be able to read it, as UTF-8"
                            : "there is no such file");
        }
    }
}
