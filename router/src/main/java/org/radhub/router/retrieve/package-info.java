/**
 * C-MOVE and C-GET of the Query/Retrieve service class (PS3.4 annex C). A device is given what its site may see, each retrieval is on the
 * trail before anything leaves, and what could not be sent is counted and named, never left out.
 */
package org.radhub.router.retrieve;
