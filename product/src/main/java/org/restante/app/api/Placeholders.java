package org.restante.app.api;

import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills `{{name}}` in a text with what one recipient has for it.
///
/// @param values by name
record Placeholders(Map<String, String> values) {
    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s*([\\w.-]{1,64})\\s*}}");

    Placeholders {
        values = Map.copyOf(values);
    }

    /// The first name a text has that there is nothing for; empty when all is there.
    Optional<String> missing(String text) {
        return PLACE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !values.containsKey(name))
                .findFirst();
    }

    String fill(String text) {
        return fill(text, UnaryOperator.identity());
    }

    /// The same in HTML: what is filled in is text there, and no markup.
    String fillHtml(String text) {
        return fill(text, Placeholders::escaped);
    }

    private String fill(String text, UnaryOperator<String> form) {
        return PLACE.matcher(text)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                form.apply(values.getOrDefault(found.group(1), found.group()))));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
