/** What other modules' parts mean for the outgoing queue, and how the queue is seen from outside. */
package org.radhub.app.sending;
