/** What the hub says about settings that it cannot start with. */
package org.radhub.app.settings;
