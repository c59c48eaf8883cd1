package org.restante.record.logs;

/// Takes the rows of a log; a row is only good until the call returns.
@FunctionalInterface
public interface RowSink {
    void accept(LogRow row);
}
