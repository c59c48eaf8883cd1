package org.restante.simulation.world;

import java.util.Arrays;

/// What happens when, in virtual nanoseconds. What falls on the same moment happens in the order it was planned.
final class Agenda {
    private long[] times = new long[1024];
    private long[] orders = new long[1024];
    private Runnable[] acts = new Runnable[1024];
    private int size;
    private long planned;
    private long happened;
    private long now;

    long now() {
        return now;
    }

    /// How many acts have been carried out.
    long happened() {
        return happened;
    }

    /// A moment that has passed is now.
    void at(long time, Runnable act) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            acts = Arrays.copyOf(acts, 2 * size);
        }
        rise(size++, Math.max(time, now), planned++, act);
    }

    /// Carries out everything up to `until`, which then is now.
    void run(long until) {
        while (size > 0 && times[0] <= until) {
            now = times[0];
            var act = acts[0];
            happened++;
            size--;
            sink(times[size], orders[size], acts[size]);
            act.run();
        }
        now = until;
    }

    private void rise(int from, long time, long order, Runnable act) {
        int place = from;
        while (place > 0) {
            int parent = (place - 1) >>> 1;
            if (!comesFirst(time, order, parent)) {
                break;
            }
            copy(parent, place);
            place = parent;
        }
        set(place, time, order, act);
    }

    private void sink(long time, long order, Runnable act) {
        int place = 0;
        while (true) {
            int child = 2 * place + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && comesFirst(times[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (comesFirst(time, order, child)) {
                break;
            }
            copy(child, place);
            place = child;
        }
        set(place, time, order, act);
    }

    private boolean comesFirst(long time, long order, int other) {
        return time != times[other] ? time < times[other] : order < orders[other];
    }

    private void copy(int from, int to) {
        times[to] = times[from];
        orders[to] = orders[from];
        acts[to] = acts[from];
    }

    private void set(int place, long time, long order, Runnable act) {
        times[place] = time;
        orders[place] = order;
        acts[place] = act;
    }
}
