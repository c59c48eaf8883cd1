package org.restante.record.report;

/// A line that belongs to mail delivery but could not be understood.
///
/// @param file as the caller named it
/// @param line its number from 1; 0 when unknown
/// @param text the line, cut to a length fit to be shown
public record UnparsedLine(String file, long line, String text) {}
