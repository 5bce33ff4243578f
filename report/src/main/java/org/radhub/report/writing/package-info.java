/** From the first saved letter to the signature. */
package org.radhub.report.writing;
