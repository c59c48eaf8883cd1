package org.restante.meaning.reference;

/// One code or wording of a family that shares a page.
///
/// @param code the code as the provider writes it, or the words that mark the case
public record Member(String code, String meaning, String now) {}
