/** Events between modules that must not be lost. */
package org.radhub.app.outbox;
