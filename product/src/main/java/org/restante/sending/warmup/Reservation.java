package org.restante.sending.warmup;

/// Room of a day's plan that was given to mail under way.
///
/// @param day the day it is of, counted from 1970-01-01; 0 where no plan bounds
public record Reservation(int recipients, long day) {
    public static Reservation free(int recipients) {
        return new Reservation(recipients, 0);
    }

    public Reservation of(int fewer) {
        return new Reservation(fewer, day);
    }
}
