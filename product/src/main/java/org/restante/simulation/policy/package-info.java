/// Ways to decide when mail leaves: Restante's law, the policies of other servers as they are documented, general clients' ways of
/// adapting, and two that know what nobody can know.
///
/// The others are models of documented behaviour with common settings, not the products. They see what their products see: the reply's
/// code and words, connections that fail, and the name of the MX host.
@NullMarked
package org.restante.simulation.policy;

import org.jspecify.annotations.NullMarked;
