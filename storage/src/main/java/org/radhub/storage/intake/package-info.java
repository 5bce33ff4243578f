/** The way in: an instance is checked, kept in the spool, acknowledged, and indexed right behind that. */
package org.radhub.storage.intake;
