/** Modality Performed Procedure Step (PS3.4 annex F): what devices say of the exams that they make. */
package org.radhub.router.exam;
