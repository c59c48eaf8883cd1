package org.restante.app.identity;

import java.util.List;
import org.restante.meaning.verdict.Word;

/// What a check came to.
///
/// @param found in words for people; may quote what others wrote
public record Finding(Result result, String found) {
    private static final int LONGEST = 1_000;

    /// Whether it is so.
    public enum Result implements Word {
        PASS,
        FAIL,
        /// Nobody could tell.
        UNKNOWN
    }

    public Finding {
        var plain = found.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        found = plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }

    public static Finding pass(String found) {
        return new Finding(Result.PASS, found);
    }

    public static Finding fail(String found) {
        return new Finding(Result.FAIL, found);
    }

    public static Finding unknown(String found) {
        return new Finding(Result.UNKNOWN, found);
    }

    /// One that fails fails all; else one that nobody could tell leaves all untold.
    static Finding together(List<Finding> all) {
        var results = all.stream().map(Finding::result).toList();
        var result =
                results.contains(Result.FAIL)
                        ? Result.FAIL
                        : results.contains(Result.UNKNOWN) ? Result.UNKNOWN : Result.PASS;
        return new Finding(
                result, String.join("; ", all.stream().map(Finding::found).distinct().toList()));
    }
}
