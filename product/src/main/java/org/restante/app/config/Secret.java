package org.restante.app.config;

/// A secret that stands elsewhere than in the file of settings; it is never shown.
///
/// @param from where it was found, as it is written: `{ file = "/etc/restante/token" }`
public record Secret(String text, String from) {
    @Override
    public String toString() {
        return from;
    }
}
