package org.restante.app.config;

/// What a section has against its keys.
@FunctionalInterface
interface Objections {
    /// @param key of the section, `pool.news.sources` for a key further in; the section itself where it is empty
    /// @param found such as `names a source 'a' that there is none of`
    /// @param right what would be right; may be empty
    void against(String key, String found, String right);

    /// The same, for a section further in.
    default Objections in(String inner) {
        return (key, found, right) ->
                against(key.isEmpty() ? inner : inner + "." + key, found, right);
    }
}
