/** Counts what comes from the devices: in memory as it comes, for the metrics; every few seconds in the database, for people. */
package org.radhub.router.traffic;
