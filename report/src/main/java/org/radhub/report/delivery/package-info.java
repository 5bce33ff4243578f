/** The way of an issued report to those who asked for it: the queue, the roads, and "we have it". */
package org.radhub.report.delivery;
