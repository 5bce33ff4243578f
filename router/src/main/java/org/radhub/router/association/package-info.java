/**
 * The acceptor's side of the DICOM upper layer (PS3.8) and of the message exchange (PS3.7): one listening port, what it accepts, and
 * what it does with each message.
 *
 * <p>It is the hub's own, and small, because dcm4che's code line cannot be guarded from outside where a hostile peer meets it: it
 * gathers a command set of any size in memory, runs no clock on a peer that falls silent within a message, and takes an
 * A-ASSOCIATE-RQ of 16 MiB. Here every length is checked before anything is allocated for it, every wait for a peer is limited (see
 * {@link org.radhub.router.association.Wire}), and a data set goes from the socket to storage without being looked at. The library has
 * its place where the hub itself calls, in {@code router.requestor}, and as a peer in the tests.
 */
package org.radhub.router.association;
