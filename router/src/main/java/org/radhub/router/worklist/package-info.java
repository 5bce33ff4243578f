/** Modality worklist (PS3.4 annex K): the exams that a hospital's devices are expected to make. */
package org.radhub.router.worklist;
