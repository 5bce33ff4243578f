/** Reports: drafts, signing, rendering, delivery to the sending site, acknowledgement. */
package org.radhub.report;
