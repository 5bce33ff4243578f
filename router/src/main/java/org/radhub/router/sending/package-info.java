/**
 * The outgoing queue. {@link org.radhub.router.sending.Routing} decides where a study goes, and writes that down in the transaction in
 * which it hears of the study; {@link org.radhub.router.sending.Dispatcher} gives each sending to a worker under a lease, which a worker that
 * died loses; {@link org.radhub.router.sending.Delivery} carries it, and writes down what the destination confirms as it confirms it, so that
 * nothing confirmed is sent again, and nothing is called sent before.
 */
package org.radhub.router.sending;
