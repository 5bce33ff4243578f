/** What the hub says to people, in the language and the time zone of the one who reads it. */
package org.radhub.app.language;
