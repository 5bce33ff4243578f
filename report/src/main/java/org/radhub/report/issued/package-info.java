/** What was issued, as it stays: versions, whom they are about, and the canonical form that is digested. */
package org.radhub.report.issued;
