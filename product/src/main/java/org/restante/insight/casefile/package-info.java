/// What one hands to others about an incident: the evidence, a letter to the receiver's postmaster, notes for a ticket, and lines
/// of configuration in the words of the mail server at hand. Pure producers of text.
///
/// Nothing stands in a letter that an event or a check does not back: what is not known is left out, or, where a postmaster
/// will ask for it, marked to be filled in.
@NullMarked
package org.restante.insight.casefile;

import org.jspecify.annotations.NullMarked;
