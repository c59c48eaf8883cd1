package org.restante.meaning.reference;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a page is found by.
///
/// @param code as people write it: `421`, `4.7.0`, `X.1.3` (any class), `TSS04`
/// @param provider word of the provider whose code it is, null for a code of the standards
/// @param statuses enhanced codes of a provider's page: `4.7.28`, or a range `5.7.606-5.7.649`
/// @param tokens what stands in the text of a reply: `[TSS04]`, `RL00000?` (`?` one digit), `OFR*_104` (`*` letters, digits, `_`, `-`)
/// @param signs words in a reply that give the provider away when its host is unknown
public record Heading(
        String code,
        @Nullable String provider,
        String title,
        List<String> statuses,
        List<String> tokens,
        List<String> signs) {
    public Heading {
        statuses = List.copyOf(statuses);
        tokens = List.copyOf(tokens);
        signs = List.copyOf(signs);
    }

    /// The name that is unique among all pages: `4.7.0`, `yahoo/TSS04`.
    public String id() {
        return provider == null ? code : provider + "/" + code;
    }

    /// Whether the page speaks of `other` too: `microsoft` and `microsoft-365` share their pages.
    boolean belongsTo(@Nullable String other) {
        return provider != null
                && other != null
                && (provider.equals(other)
                        || other.startsWith(provider + "-")
                        || provider.startsWith(other + "-"));
    }

    /// Whether the page is about all that its provider says, and not about one code.
    boolean isGeneral() {
        return provider != null && statuses.isEmpty() && tokens.isEmpty();
    }

    boolean isShownBy(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return signs.stream().anyMatch(sign -> lower.contains(sign.toLowerCase(Locale.ROOT)));
    }
}
