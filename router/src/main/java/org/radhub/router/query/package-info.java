/**
 * C-FIND of the Query/Retrieve service class (PS3.4 annex C), and what it has in common with C-MOVE and C-GET: information models, levels,
 * and identifiers. A device finds what its site may see, and nothing else; each query is on the trail before its answer leaves.
 */
package org.radhub.router.query;
