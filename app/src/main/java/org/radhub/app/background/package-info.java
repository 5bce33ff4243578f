/** Work that nobody waits for: event listeners and scheduled tasks. */
package org.radhub.app.background;
