package org.restante.protocol.milter;

/// How a filter changes a message once it has seen all of it.
public sealed interface Change {
    /// A field after all others.
    record AddField(String name, String value) implements Change {}

    /// A field before the one that stands at `index`, from 0.
    record InsertField(int index, String name, String value) implements Change {}

    /// Another value for the nth field of that name, from 1; an empty one takes it out.
    record ChangeField(int nth, String name, String value) implements Change {}

    /// A part of the new body; the parts follow each other.
    record Body(byte[] octets) implements Change {}
}
