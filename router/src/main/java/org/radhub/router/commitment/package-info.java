/** Storage commitment (PS3.4 annex J): what devices ask the hub to be responsible for, and what it tells them. */
package org.radhub.router.commitment;
