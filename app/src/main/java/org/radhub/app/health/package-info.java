/** How each part of the hub is, for operators and their monitoring. */
package org.radhub.app.health;
