package org.restante.record.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.record.logs.LogRow.Kind;

/// The rows of one block as columns of numbers, in the order of the log. Reused from block to block.
final class RowBatch {
    static final int NONE = -1;

    static final byte NO_ATTEMPT = 0;

    /// An attempt outside the time asked for.
    static final byte NOT_COUNTED = 8;

    static final int DELIVERED = 1;
    static final int DEFERRED = 2;
    static final int BOUNCED = 3;

    /// The recipient did not wait before.
    static final int NEW_MESSAGE = 4;

    long number;
    int size;
    long lines;
    long bytes;
    long unparsed;

    /// Messages that came in and have no row.
    long received;

    int file;

    /// How often time goes back from one row to the next, and how far at most in milliseconds.
    long stepsBack;

    long furthestBack;

    Kind[] kind = new Kind[0];
    @Nullable Stage[] stage = new Stage[0];
    long[] time = new long[0];

    /// Stands for the queue id within its log host and instance; 0 when the log has none.
    long[] queue = new long[0];

    /// Stands for the message and recipient; 0 when the row has no recipient.
    long[] message = new long[0];

    int[] combination = new int[0];
    int[] reply = new int[0];

    /// The stream; of a row that only describes its message the number of its [Arrivals.Arrival].
    int[] stream = new int[0];

    /// The domain of who sends, where that is not the stream.
    int[] sender = new int[0];

    /// How firmly stream, source and pool stand, as [Ranks] packs them; 0 where there is no map, and a stream that is known stays.
    int[] ranks = new int[0];

    long[] delay = new long[0];

    /// The recipient of a row that may turn out to be deferred for long; null otherwise.
    @Nullable String[] recipient = new String[0];

    /// Stands for the queue id under which a recipient was handed on; of other rows it means nothing.
    long[] handedTo = new long[0];

    /// What is to be counted of the row: [#NO_ATTEMPT], [#NOT_COUNTED], or what the attempt came to, with or without
    /// [#NEW_MESSAGE]. The ledger's.
    byte[] outcome = new byte[0];

    /// Of a delivery that is counted: its time as a [DelaySketch] takes it; the step is -1 when it is not known. The ledger's.
    int[] delivery = new int[0];

    int[] step = new int[0];

    final List<UnparsedLine> samples = new ArrayList<>();

    void clear(long newNumber, int newFile) {
        number = newNumber;
        file = newFile;
        Arrays.fill(recipient, 0, size, null);
        size = 0;
        lines = 0;
        bytes = 0;
        unparsed = 0;
        received = 0;
        samples.clear();
    }

    int add() {
        if (size == kind.length) {
            grow(Math.max(4096, size * 2));
        }
        return size++;
    }

    private void grow(int room) {
        kind = Arrays.copyOf(kind, room);
        stage = Arrays.copyOf(stage, room);
        time = Arrays.copyOf(time, room);
        queue = Arrays.copyOf(queue, room);
        message = Arrays.copyOf(message, room);
        combination = Arrays.copyOf(combination, room);
        reply = Arrays.copyOf(reply, room);
        stream = Arrays.copyOf(stream, room);
        sender = Arrays.copyOf(sender, room);
        ranks = Arrays.copyOf(ranks, room);
        delay = Arrays.copyOf(delay, room);
        recipient = Arrays.copyOf(recipient, room);
        handedTo = Arrays.copyOf(handedTo, room);
        outcome = Arrays.copyOf(outcome, room);
        delivery = Arrays.copyOf(delivery, room);
        step = Arrays.copyOf(step, room);
    }
}
