/** Reports on paper: A4, in both languages, every character of every name. */
package org.radhub.report.print;
