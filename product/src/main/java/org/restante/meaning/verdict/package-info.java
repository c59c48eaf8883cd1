/// Reply, stage and provider in, [Verdict] out.
@NullMarked
package org.restante.meaning.verdict;

import org.jspecify.annotations.NullMarked;
