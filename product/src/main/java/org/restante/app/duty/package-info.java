/// The standing loops of a running server: reads what goes on record, finds incidents in it, and keeps them with what people and the
/// response protocol did about each.
///
/// [Responder] acts or suggests; [Shadow] keeps what acting would have done and spared.
///
/// [IncidentWatch] and [Casebook] are told the time; [Duty] is the thread that reads the journal and the clock.
@NullMarked
package org.restante.app.duty;

import org.jspecify.annotations.NullMarked;
