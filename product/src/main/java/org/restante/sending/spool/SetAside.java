package org.restante.sending.spool;

/// A file with octets that could not be read back.
///
/// @param file its name in the spool's folder
public record SetAside(String file, long octets) {}
