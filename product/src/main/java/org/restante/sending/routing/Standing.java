package org.restante.sending.routing;

/// How a source stands at a site when it is drawn.
public enum Standing {
    /// It may be used.
    OPEN,
    /// The site has refused it for reputation, block or rate. It keeps its share, which waits; nobody else takes it over.
    CLOSED,
    /// It is not there at all: taken out by a person, address gone, no family in common with the site. The others share its share.
    ABSENT
}
