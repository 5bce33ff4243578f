package org.radhub.viewer.access;

/** As whom a request comes in, or that it does not. */
sealed interface Entry permits Viewing, Sender, Gate.Closed {}
