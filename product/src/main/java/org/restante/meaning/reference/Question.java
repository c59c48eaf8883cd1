package org.restante.meaning.reference;

/// A question people ask about a code, and the answer.
public record Question(String q, String a) {}
