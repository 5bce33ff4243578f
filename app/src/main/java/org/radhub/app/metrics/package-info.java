/** What monitoring reads at {@code /actuator/prometheus}, where a module does not count it itself. */
package org.radhub.app.metrics;
