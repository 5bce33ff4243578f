/** Read cases and how they find their reader: process, roster, assignment, worklist, deadlines, and the case ledger. */
package org.radhub.workflow;
