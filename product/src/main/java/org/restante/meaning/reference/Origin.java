package org.restante.meaning.reference;

/// Where a claim of a page comes from.
///
/// @param of the field it stands behind: `meaning`, `lasts`, `now` …
/// @param at a URL, a section of an RFC, or `practice` for a working rule that no document states
public record Origin(String of, String at) {
    public static final String PRACTICE = "practice";
}
