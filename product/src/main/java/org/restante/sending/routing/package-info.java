/// Where mail for a recipient goes, and from which of our addresses.
///
/// [Router] turns a recipient's host into a [Route]: by the operator's [Routes] first, else by the DNS as RFC 5321 §5.1 has it,
/// with null MX (RFC 7505). A [Pool] draws the [Source]. Both decide and do nothing: time, chance and the DNS are arguments, no
/// connection is made here.
///
/// - Only what the DNS says for certain is permanent; what nobody could tell, and what an operator has set up wrong, is temporary.
/// - MX records are a stranger's data: hosts and addresses are bounded, and none leads to this machine's loopback unless the
///   operator says so.
/// - The share of a source that a site has closed is given to no other source.
@NullMarked
package org.restante.sending.routing;

import org.jspecify.annotations.NullMarked;
