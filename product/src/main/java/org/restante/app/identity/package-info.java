/// What the DNS says of us and of our receivers, as far as it may explain an incident.
///
/// [OwnNames] looks at the records of our sources and keys now and then, [MxSets] hears what is asked for anyway; both tell of a change
/// once it was seen twice.
@NullMarked
package org.restante.app.identity;

import org.jspecify.annotations.NullMarked;
