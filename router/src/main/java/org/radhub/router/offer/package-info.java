/** How instances are offered to a peer: as they are kept, and where it does not take them so, as anybody can read them. */
package org.radhub.router.offer;
