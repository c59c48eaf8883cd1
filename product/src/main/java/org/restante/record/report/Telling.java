package org.restante.record.report;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells the listener of the attempts of a batch: where each was made, in which minute, and what was refused.
///
/// It tells the first [#STREAMS_TOLD_APART] streams apart and takes the rest together: a log with hundreds of jobs has hundreds
/// of thousands of combinations, nearly all too thin to say anything. [Names#UNKNOWN] and [Names#OTHERS] keep their numbers. Of senders it tells
/// those apart that make a good part of the attempts.
final class Telling {
    private static final int STREAMS_TOLD_APART = 64;
    private static final long MINUTE = 60_000;

    private final Dictionaries names;
    private final AttemptListener listener;
    private final MinuteQueue minutes;
    private final SourceAddresses addresses = new SourceAddresses();

    /// By the name of a source: the combinations that were asked for and have that name alone.
    private final Map<Integer, Set<Integer>> named = new HashMap<>();

    private int[] @Nullable [] places = new int[1024][];

    /// By stream: its number among those told apart; 0 until met.
    private int[] toldApart = new int[256];

    private int streamsToldApart;
    private final ToldApart senders = new ToldApart();

    /// By numbers of stream and sender among those told apart: that of both together; 0 until met, and for what is unknown.
    private final int[] lanes = new int[(STREAMS_TOLD_APART + 2) * (ToldApart.MOST + 1)];

    private int lanesMet;
    private long minuteStart = Long.MAX_VALUE;
    private long minute;

    Telling(Dictionaries names, AttemptListener listener, int lagMinutes) {
        this.names = names;
        this.listener = listener;
        minutes = new MinuteQueue(listener, lagMinutes);
    }

    /// Attempts outside the time asked for are told too: what was usual before is what an incident stands out from.
    ///
    /// @param groups of refusals, by the number that the batch has for them
    void tell(RowBatch batch, List<RefusalGroup> groups) {
        for (int i = 0; i < batch.size; i++) {
            if (batch.outcome[i] == RowBatch.NO_ATTEMPT) {
                continue;
            }
            int place = place(batch.combination[i], batch.stream[i], batch.sender[i]);
            if (batch.reply[i] < 0) {
                minutes.accepted(minute(batch.time[i]), place);
            } else {
                minutes.refused(
                        minute(batch.time[i]), place, groups.get(batch.reply[i]), batch.message[i]);
            }
        }
    }

    private long minute(long time) {
        if (time < minuteStart || time >= minuteStart + MINUTE) {
            minute = Math.floorDiv(time, MINUTE);
            minuteStart = minute * MINUTE;
        }
        return minute;
    }

    private int toldApart(int stream) {
        if (stream <= Names.OTHERS) {
            return stream;
        }
        if (stream >= toldApart.length) {
            toldApart = Arrays.copyOf(toldApart, Math.max(stream + 1, toldApart.length * 2));
        }
        if (toldApart[stream] == 0) {
            toldApart[stream] =
                    streamsToldApart == STREAMS_TOLD_APART
                            ? Names.OTHERS
                            : Names.OTHERS + ++streamsToldApart;
        }
        return toldApart[stream];
    }

    private int place(int combination, int stream, int sender) {
        int streamToldApart = toldApart(stream);
        int senderToldApart =
                sender <= Names.OTHERS
                        ? 0
                        : senders.count(
                                sender, streamToldApart == Names.OTHERS ? 0 : streamToldApart);
        int number = lane(streamToldApart, senderToldApart);
        var known = combination < places.length ? places[combination] : null;
        if (known != null && number < known.length && known[number] != 0) {
            return known[number] - 1;
        }
        meet(combination);
        var at = placesAt(combination, number);
        var name = streamName(streamToldApart == Names.OTHERS ? Names.OTHERS : stream);
        var domain = senderToldApart == 0 ? null : names.senders.name(sender);
        int from = names.combinations.known(combination, addresses);
        at[number] = 1 + listener.place(names.combinations.get(from), name, domain);
        return at[number] - 1;
    }

    private int lane(int stream, int sender) {
        int at = sender * (STREAMS_TOLD_APART + 2) + stream;
        if (at != 0 && lanes[at] == 0) {
            lanes[at] = ++lanesMet;
        }
        return lanes[at];
    }

    /// Once it is known which address a source's name stands for, or that there are several, where such attempts are made is asked anew.
    private void meet(int combination) {
        var egress = names.combinations.egress(combination);
        if (egress.name() != Names.UNKNOWN && egress.address() == Names.UNKNOWN) {
            named.computeIfAbsent(egress.name(), _ -> new HashSet<>()).add(combination);
        } else if (addresses.learn(egress)) {
            for (int other : named.getOrDefault(egress.name(), Set.of())) {
                places[other] = null;
            }
            named.remove(egress.name());
        }
    }

    /// The places of a combination by the number of their stream and sender, each plus one; 0 where none was asked for yet.
    private int[] placesAt(int combination, int number) {
        if (combination >= places.length) {
            places = Arrays.copyOf(places, Math.max(combination + 1, places.length * 2));
        }
        var at = places[combination];
        if (at == null || number >= at.length) {
            int room = number == 0 ? 1 : Math.max(number + 1, at == null ? 0 : 2 * at.length);
            at = at == null ? new int[room] : Arrays.copyOf(at, room);
            places[combination] = at;
        }
        return at;
    }

    private @Nullable String streamName(int stream) {
        return stream == Names.UNKNOWN ? null : names.streams.name(stream);
    }

    /// Minutes up to this one are over.
    void passed(long epochMinute) {
        minutes.passed(epochMinute);
    }

    /// The end of the log: what still waits in the queue of minutes is told.
    void finish() {
        minutes.finish();
    }
}
