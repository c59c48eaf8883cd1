/// Questions to the DNS and their answers as values.
///
/// [Resolver] is the door: one question, one [Answer], within the asker's patience. "There is no such name", "the name has no
/// such records" and "nobody could tell" are three different answers and never mixed, for the first bounces mail and the last
/// must not. [NetworkResolver] asks servers, [CachingResolver] remembers what another resolver said and [ZoneResolver] answers
/// from a master file (RFC 1035 §5). Aliases (CNAME) are followed by all of them and told in the answer.
///
/// What the network says is data of a stranger: chains of aliases, numbers of questions, lifetimes and what is kept are bounded.
@NullMarked
package org.restante.dns;

import org.jspecify.annotations.NullMarked;
