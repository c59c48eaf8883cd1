package org.restante.sending.routing;

/// Which source sends, if one does.
public sealed interface Choice {
    record Sends(Source source) implements Choice {}

    /// The draw fell on a source the site has closed, so this mail waits for it. Drawing again until another comes up would be
    /// hopping: keep the draw until the source opens or is taken out.
    record Waits(Source closed) implements Choice {}

    /// The draw fell on a closed source and the operator of this pool allows another to step in; to be warned of and put on record.
    record StepsIn(Source source, Source closed) implements Choice {}

    /// No source of the pool is there.
    record NoSource() implements Choice {}
}
