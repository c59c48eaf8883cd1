/// Notices: people are told of incidents, each incident as one story, by mail and by the hooks of [org.restante.app.hooks].
///
/// [NoticeBook] decides what is told when and is told the time; [NoticeText] says it; [Notices] is the thread that looks, tells and remembers.
@NullMarked
package org.restante.app.notice;

import org.jspecify.annotations.NullMarked;
