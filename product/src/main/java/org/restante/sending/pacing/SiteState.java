package org.restante.sending.pacing;

/// What the lanes of a site have learnt together, to be kept between restarts. Seconds; 0 for pauses that are not known.
///
/// @param connections [Integer#MAX_VALUE] when none is known; likewise the messages per connection
/// @param greylistPassed infinite when unknown
public record SiteState(
        int connections,
        double connectionsHold,
        int messagesPerConnection,
        double pauseSufficed,
        double pauseDidNot,
        double clearing,
        double greylistRefused,
        double greylistPassed) {}
