package org.restante.app.explain;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a reply gives away by itself, to be used as it stands: checked, quoted, followed.
///
/// @param mxHost the host that spoke, where the caller or the line names it
/// @param addresses network addresses in the reply, without those of the host that spoke
/// @param mailboxes mail addresses to write to, which the reply names
/// @param marks the provider's codes
public record Evidence(
        @Nullable String mxHost,
        List<String> addresses,
        List<String> urls,
        List<String> mailboxes,
        List<String> marks) {
    private static final Pattern IPV4 =
            Pattern.compile(
                    "(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\d]|\\.\\d)");
    private static final Pattern IPV6 =
            Pattern.compile(
                    "(?<![\\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}(?![\\w:])|(?<![\\w:.])(?:[0-9a-f]{1,4}:){1,7}:(?![\\w:])",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern URL =
            Pattern.compile("https?://[^\\s<>\"')\\]]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTACT =
            Pattern.compile(
                    "(?:to|at|contact|mail|mailto:|support)[ :]+<?([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST =
            Pattern.compile(
                    "(?:\\bhost |\\brelay=|\\bH=|\\bconnect to )([a-z0-9-]+(?:\\.[a-z0-9-]+)+)",
                    Pattern.CASE_INSENSITIVE);

    public Evidence {
        addresses = List.copyOf(addresses);
        urls = List.copyOf(urls);
        mailboxes = List.copyOf(mailboxes);
        marks = List.copyOf(marks);
    }

    static Evidence none() {
        return new Evidence(null, List.of(), List.of(), List.of(), List.of());
    }

    /// @param line all that was given
    /// @param reply the server's words in it
    static Evidence in(String line, String reply, @Nullable String mxHost, List<String> marks) {
        var withoutUrls = URL.matcher(reply).replaceAll(" ");
        return new Evidence(
                mxHost != null ? mxHost : hostIn(line),
                addresses(withoutUrls),
                all(URL, reply).map(Evidence::withoutPunctuation).distinct().toList(),
                CONTACT.matcher(withoutUrls).results().map(r -> r.group(1)).distinct().toList(),
                marks);
    }

    static @Nullable String hostIn(String line) {
        var host = HOST.matcher(line);
        return host.find() ? host.group(1) : null;
    }

    private static List<String> addresses(String text) {
        return Stream.concat(all(IPV4, text), all(IPV6, text)).distinct().toList();
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group);
    }

    private static String withoutPunctuation(String url) {
        return url.replaceFirst("[.,;:!?]+$", "");
    }

    boolean isEmpty() {
        return addresses.isEmpty() && urls.isEmpty() && mailboxes.isEmpty() && marks.isEmpty();
    }
}
