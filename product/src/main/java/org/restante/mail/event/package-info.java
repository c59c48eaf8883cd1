/// What happened to mail, as one schema for every origin: our own server's acts and what other servers' logs tell.
///
/// An [Event] has a head and, where somebody tried to deliver, an [Attempt]. Unknown is absent. [EventJson] is its form on
/// one line of JSON, field `v` the version of the schema.
@NullMarked
package org.restante.mail.event;

import org.jspecify.annotations.NullMarked;
