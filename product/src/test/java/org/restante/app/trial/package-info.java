/// Trials of the whole server: mail, receivers behind sockets, and scripted troubles whose truth is known.
package org.restante.app.trial;
